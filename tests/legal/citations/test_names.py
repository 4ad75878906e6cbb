from cms.legal.parsing import law_names
from cms.legal.parsing.numbers import parse_number


def test_table_is_whole():
    rows = law_names._rows()
    assert len({law.name for law, _also, _short in rows}) == len(rows) > 300
    spellings = [text for law, also, short in rows for text in (law.name, *also, *short)]
    assert len({tuple(law_names.split_name_words(text)) for text in spellings}) == len(spellings)
    numbers = [number for law, _also, _short in rows for number in law.numbers]
    assert len(set(numbers)) == len(numbers)
    assert all(parse_number(number).has_number for number in numbers)


def test_every_name_is_found_in_full():
    from cms.legal.parsing.citation_finder import find_citations

    for law, also, _short in law_names._rows():
        for name in (law.name, *also):
            citations = find_citations(f"Theo {name}; và")
            assert [citation.span for citation in citations] == [name], name


def test_the_law_of_a_name():
    assert "43/2019/QH14" in law_names.law_named("Luật giáo dục").numbers
    assert law_names.law_named("Luật Dân sự").name == "Bộ luật Dân sự"
    assert law_names.law_named("Luật Mây trời") is None
