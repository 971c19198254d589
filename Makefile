# make check: everything CI checks but the benchmarks. Each line is one tool with its settings in pyproject.toml.
.PHONY: check format lint types imports test docs bench fuzz serve

check: lint types imports test

format:
	ruff format .
	ruff check --fix .

lint:
	ruff format --check .
	ruff check .

types:
	mypy

imports:
	lint-imports

test:
	python -m pytest

bench:
	python -m benchmarks report

fuzz:
	python -m benchmarks.runs.hostile --inputs 1000

serve:
	python -m http.server --directory out --bind 127.0.0.1 8000
