from tracker.ledger.roots import Carrier, independent_roots


def names(carriers):
    return sorted(root.name for root in independent_roots(carriers))


def test_ten_copies_of_one_agency_report_and_one_own_report_are_two_roots():
    copies = frozenset(range(10))
    carriers = [Carrier(number, by="Associated Press", copies=copies) for number in copies]
    roots = independent_roots([*carriers, Carrier("own", by="Norland Herald", asked_itself=True)])
    assert [(root.name, len(root.carriers)) for root in roots] == [
        ("Associated Press", 10),
        ("Norland Herald", 1),
    ]


def test_copies_without_a_credit_are_one_root_too():
    carriers = [Carrier(number, by=f"Paper {number}", copies=frozenset({0, number})) for number in range(10)]
    assert len(independent_roots(carriers)) == 1


def test_five_papers_that_cite_one_agency_are_one_root():
    papers = [Carrier(number, by=f"Paper {number}", rests_on=frozenset({"Reuters"})) for number in range(5)]
    (root,) = independent_roots(papers)
    assert (root.name, len(root.carriers)) == ("Reuters", 5)
    assert names([*papers, Carrier("agency", by="Reuters")]) == ["Reuters"]


def test_a_paper_that_cites_and_also_asked_for_itself_is_a_root():
    cites = Carrier(1, by="Norland Herald", rests_on=frozenset({"Reuters"}), asked_itself=True)
    assert names([cites, Carrier(2, by="Reuters")]) == ["Norland Herald", "Reuters"]


def test_citations_are_followed_to_the_end():
    carriers = [
        Carrier(1, by="A", rests_on=frozenset({"B"})),
        Carrier(2, by="B", rests_on=frozenset({"The C"})),
        Carrier(3, by="C"),
    ]
    assert names(carriers) == ["C"]


def test_two_that_cite_one_another_are_one_root():
    carriers = [Carrier(1, by="A", rests_on=frozenset({"B"})), Carrier(2, by="B", rests_on=frozenset({"A"}))]
    assert names(carriers) == ["A"]


def test_an_outlet_is_one_root_however_often_it_reports():
    assert names([Carrier(1, by="A"), Carrier(2, by="the a")]) == ["the a"]
    assert len(independent_roots([Carrier(1), Carrier(2)])) == 2


def test_one_who_cites_two_leads_to_both_and_adds_none():
    assert names([Carrier(1, by="A", rests_on=frozenset({"B", "C"}))]) == ["B", "C"]


def test_nothing_has_no_root():
    assert independent_roots([]) == ()
