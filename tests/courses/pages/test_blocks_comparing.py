"""Two versions of a lesson beside each other: code and tables keep their shape."""

import re

from wagtail.admin.compare import StreamBlockComparison

from courses.pages.blocks import LessonBodyBlock

BODY = LessonBodyBlock()


def compared(name, old, new):
    streams = [BODY.to_python([{"type": name, "value": value, "id": "1"}]) for value in (old, new)]
    return str(StreamBlockComparison(BODY, True, True, *streams).htmldiff())


def pre(html):
    return re.search(r"<pre>(.*?)</pre>", html, re.DOTALL)[1]


def test_code_is_compared_line_by_line_and_keeps_what_looks_like_a_tag():
    old = {"code": "if a < b:\n\tprint('<b>')\n\n# end  ", "language": "python"}
    new = {"code": "if a < b:\n\tprint('<i>')\n\n# end  \nmore", "language": "python"}
    assert pre(compared("code", old, new)) == (
        "if a &lt; b:\n"
        '<span class="deletion">\tprint(&#x27;&lt;b&gt;&#x27;)</span>\n'
        '<span class="addition">\tprint(&#x27;&lt;i&gt;&#x27;)</span>\n'
        "\n# end  \n"
        '<span class="addition">more</span>'
    )


def test_a_table_is_compared_row_by_row():
    def table(*rows):
        columns = [{"type": "text", "heading": "Bed"}, {"type": "number", "heading": "Factor"}]
        rows = [{"values": row} for row in rows]
        return {"table": {"caption": "Factors", "columns": columns, "rows": rows}}

    old = table(["smooth", "0.85"], ["gravel", "0.8"])
    new = table(["smooth", "0.85"], ["gravel", "0.80"], ["stones", None])
    assert pre(compared("table", old, new)) == (
        "Factors\nBed | Factor\nsmooth | 0.85\n"
        '<span class="deletion">gravel | 0.8</span>\n'
        '<span class="addition">gravel | 0.80</span>\n'
        '<span class="addition">stones | </span>'
    )
    assert "addition" not in compared("table", old, old)
