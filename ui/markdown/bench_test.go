package markdown

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// answer returns about n bytes of what a model writes.
func answer(n int) string {
	const part = `## Branching

Copy-on-write **branches** share pages with their parent until one of them writes; see [the docs](https://example.com/docs).
A branch costs ` + "`O(1)`" + ` and a few bytes:

1. Create it from the console or the *API*.
2. Connect to it, with its own host.
3. Delete it when the tests are done.

` + "```go" + `
func main() {
	db, err := sql.Open("pgx", os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
}
` + "```" + `

| plan | branches | price |
|------|---------:|-------|
| free | 10 | $0 |
| pro  | 100 | $19 |

`
	return strings.Repeat(part, n/len(part)+1)[:n]
}

func benchmark(b *testing.B, text string) {
	r := renderer(b, Options{Width: 100})
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		s := r.Stream()
		for i := 0; i < len(text); i += 4 {
			s.Write(text[i:min(i+4, len(text))])
		}
		s.Close()
	}
}

func BenchmarkStream100KB(b *testing.B) { benchmark(b, answer(100<<10)) }
func BenchmarkStream1MB(b *testing.B)   { benchmark(b, answer(1<<20)) }

// Blocks of 64 KB and 1 MB: the time per byte must not grow with the length.
func BenchmarkStreamOneBlock(b *testing.B) {
	for name, line := range map[string]string{
		"paragraph": "some words of a long paragraph that goes on\n", "numbers": "1990 was a year\n", "quote": "> quoted words\n",
		"list": "- an item of a list\n", "nested": "  - an item of a list\n", "table": "| 1 | 2 | a cell |\n",
		"html": "<li>an item</li>\n", "bare code": "x := 1\n", "maths": "x = 1 \\\\\n", "rules": "---\n", "digits": "1\n",
		"definitions": "[a]: /b\n\n", "footnotes": "[^a]: b\n",
	} {
		first := map[string]string{"nested": "- a\n", "table": "| a | b | c |\n|---|---|---|\n", "bare code": "```\n", "html": "<ul>\n", "maths": "$$\n"}[name]
		b.Run(name+"/64KB", func(b *testing.B) { benchmark(b, first+strings.Repeat(line, 64<<10/len(line))) })
		b.Run(name+"/1MB", func(b *testing.B) { benchmark(b, first+strings.Repeat(line, 1<<20/len(line))) })
	}
}

// The tail of code that grows, as it is shown with every piece.
func BenchmarkTail(b *testing.B) {
	for _, kb := range []int{4, 15, 20, 60} {
		b.Run(fmt.Sprintf("%dKB of code", kb), func(b *testing.B) {
			s := renderer(b, Options{Width: 100}).Stream()
			s.Write("```go\n" + strings.Repeat("\tdb, err := sql.Open(\"pgx\", 12)\n", kb<<10/33))
			for b.Loop() {
				s.Tail()
			}
		})
	}
}

func BenchmarkClean(b *testing.B) {
	text := answer(100 << 10)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Clean(text)
	}
}

func BenchmarkRandom(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var text strings.Builder
	for text.Len() < 100<<10 {
		text.WriteString(document(rnd, snippets, 5))
	}
	benchmark(b, text.String())
}
