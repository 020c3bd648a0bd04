package bench

import (
	"fmt"
	"strings"
)

// A script is what the gateway writes into the chat, in tokens of twenty bytes,
// with words in it that stand nowhere else: the marks, whose way to the screen is
// timed.
type script struct {
	tokens []string
	marks  []mark
}

// A mark is complete on the wire with the token.
type mark struct {
	word  string
	token int
}

const tokenSize = 20

func newScript(text string) script {
	var s script
	for at := 0; at < len(text); at += tokenSize {
		s.tokens = append(s.tokens, text[at:min(at+tokenSize, len(text))])
	}
	for at := 0; ; {
		i := strings.Index(text[at:], "mk")
		if i < 0 {
			return s
		}
		at += i
		word := text[at : at+len("mk0000q")]
		at += len(word)
		s.marks = append(s.marks, mark{word, (at - 1) / tokenSize})
	}
}

// marked puts a mark in the place of every %s, by the numbers from n on.
func marked(text string, n *int) string {
	for strings.Contains(text, "%s") {
		text = strings.Replace(text, "%s", fmt.Sprintf("mk%04dq", *n), 1)
		*n++
	}
	return text
}

// section is Markdown as models write it, about a kilobyte of it.
const section = `## What the planner does with it %s

A nested loop reads the outer table **once**, and for each of its rows looks %s the inner one up by an index. That is
cheap while the outer side is small; the planner *believes* that it is because %s the statistics say so, and those are from
the last ` + "`ANALYZE`" + `. Where they are old, see [the manual](https://example.org/planner), %s it reads the whole table.

- Look at the estimated rows beside the actual ones, %s which stand in the same line.
- A factor of ten is normal; **a factor of a thousand** is why it is slow. %s
  - Extended statistics help where columns go together. %s

1. Run it with the buffers shown. %s
2. Compare the estimates, and mend the worst %s first.

` + "```go" + `
func slowest(plans []Plan) (worst Plan) {
	for _, p := range plans { // mark %s
		if p.Actual/max(p.Estimated, 1) > worst.Actual/max(worst.Estimated, 1) {
			worst = p
		}
	}
	return worst // %s
}
` + "```" + `

| Scan | Rows read | When it wins |
| --- | ---: | --- |
| sequential | 1,200,000 | most rows are wanted %s |
| bitmap | 48,000 | some are %s |

`

// mixed is that many bytes of Markdown.
func mixed(size int) string {
	var b strings.Builder
	for n := 0; b.Len() < size; {
		b.WriteString(marked(section, &n))
	}
	return b.String()[:size]
}

// single are blocks that never end.
var single = []struct {
	name, start, more string
	size, times       int
}{
	{"code", "```go\n", "\tif rows, err := db.Query(ctx, `SELECT %s FROM plans`, id); err != nil { return err }\n", 60_000, 0},
	{"table", "| Scan | Rows | Why |\n| --- | ---: | --- |\n", "| index %s | 48,000 | few are wanted |\n", 0, 2000},
	{"paragraph", "", "The planner believes that it is *because* the statistics %s say so, and **those** are from `ANALYZE`. ", 60_000, 0},
	{"list", "", "- item %s of many\n", 0, 5000},
}

func block(start, more string, size, times int) string {
	var b strings.Builder
	b.WriteString(start)
	for n := 0; b.Len() < size || n < times; {
		b.WriteString(marked(more, &n))
	}
	return b.String()
}
