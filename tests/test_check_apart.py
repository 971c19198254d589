"""What checks find over clusters that did not teach them."""

from __future__ import annotations

from corpora.checks import drafts
from training.checks import apart


def test_a_cluster_is_asked_in_one_fold_only() -> None:
    clusters = [f"clusters/{n}" for n in range(20)]
    dealt = apart.folds([*clusters, *clusters])
    assert sorted(name for fold in dealt for name in fold) == sorted(clusters)


def test_drafts_over_clusters_kept_apart_are_left_out() -> None:
    kept = {one.reports for part in apart.KEPT for one in drafts(part)}
    assert kept
    assert not kept & {one.reports for one in apart.outside()}


def test_a_sentence_counts_for_each_draft_that_holds_it() -> None:
    one = next(d for d in apart.outside() if d.planted)
    error = one.planted[0]
    replaced = sum(e.instead_of == error.instead_of for e in one.planted)
    assert apart.often(one, error.instead_of) == 1 + len(one.planted) - replaced
