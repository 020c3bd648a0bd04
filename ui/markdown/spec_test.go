package markdown

import (
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The examples of CommonMark and of GitHub's extensions are read from goldmark's module, which the build has fetched
// anyway. Their licence, CC BY-SA, is none to copy them under.
func examples(t testing.TB) []example {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Skipf("goldmark's module isn't here: %v", err)
	}
	root := strings.TrimSpace(string(dir))
	data, err := os.ReadFile(filepath.Join(root, "_test", "spec.json"))
	if err != nil {
		t.Skip(err)
	}
	var all []example
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) < 600 {
		t.Fatalf("CommonMark has only %d examples", len(all))
	}
	for _, name := range []string{"table", "strikethrough", "tasklist", "linkify"} {
		more := extensions(t, filepath.Join(root, "extension", "_test", name+".txt"))
		if len(more) == 0 {
			t.Fatalf("no examples of %s", name)
		}
		all = append(all, more...)
	}
	return all
}

// An example is Markdown and what a browser gets of it.
type example struct {
	Markdown string
	HTML     string
	Section  string
	Example  int
}

func (e example) String() string { return fmt.Sprintf("%s %d: %q", e.Section, e.Example, e.Markdown) }

// extensions reads the examples of one extension: a title, Markdown and HTML, with rules between.
func extensions(t testing.TB, path string) []example {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	for i, one := range regexp.MustCompile(`(?m)^//(?:= )+=*//\n`).Split(string(data), -1) {
		if p := regexp.MustCompile(`(?m)^//(?:- )+-*//\n`).Split(one, -1); len(p) == 3 {
			all = append(all, example{p[1], p[2], filepath.Base(path), i + 1})
		}
	}
	return all
}

var (
	anyTag     = regexp.MustCompile(`<[^>]*>`)
	altTag     = regexp.MustCompile(`<img [^>]*alt="([^"]*)"[^>]*>`)
	attributes = regexp.MustCompile(`(?:src|href)="([^"]*)"`)
	word       = regexp.MustCompile(`[\pL\pN]+`)
)

// words returns what a browser shows as text: of an image, what stands for it.
func (e example) words() []string {
	text := anyTag.ReplaceAllString(altTag.ReplaceAllString(e.HTML, " $1 "), " ")
	return word.FindAllString(html.UnescapeString(text), -1)
}

// seen returns words too, with those that only a terminal shows: addresses, tags of no known meaning, and that
// something is an image.
func (e example) seen() []string {
	words := e.words()
	for _, m := range attributes.FindAllStringSubmatch(e.HTML, -1) {
		address, err := url.PathUnescape(html.UnescapeString(m[1]))
		if err != nil {
			address = m[1]
		}
		words = append(words, word.FindAllString(address+" "+html.UnescapeString(m[1]), -1)...)
	}
	if strings.Contains(e.Markdown, "<") {
		words = append(words, word.FindAllString(e.Markdown, -1)...)
	}
	return append(words, slices.Repeat([]string{"Image"}, strings.Count(e.HTML, "<img"))...)
}

func TestEveryWordOfTheSpecificationIsShown(t *testing.T) {
	r := renderer(t, Options{Plain: true, Style: "notty"})
	for _, e := range examples(t) {
		shown := strings.Join(whole(r, e.Markdown), "\n")
		all := strings.Join(word.FindAllString(shown, -1), "")
		for _, w := range e.words() {
			if !strings.Contains(all, w) {
				t.Errorf("%s: %q is missing in\n%s", e, w, shown)
			}
		}
	}
}

func TestNothingIsShownThatTheSpecificationHides(t *testing.T) {
	r := renderer(t, Options{Plain: true, Style: "notty"})
	apart := map[string]bool{
		"Links 503":    true, // an address that is escaped by half
		"Links 570":    true, // an address is followed by a word
		"table.txt 13": true, // tabs, in goldmark's own notation
	}
	mark := regexp.MustCompile(`(?m)^[ |]*(?:(?:\d+|[•-]) +)*(?:\d+[.)]|\[x\])|\d+\. `)
	for _, e := range examples(t) {
		if apart[fmt.Sprint(e.Section, " ", e.Example)] {
			continue
		}
		known := e.seen()
		all := strings.Join(known, "")
		shown := mark.ReplaceAllString(strings.Join(whole(r, e.Markdown), "\n"), "")
		for _, w := range word.FindAllString(shown, -1) {
			if i := slices.Index(known, w); i >= 0 {
				known = slices.Delete(known, i, i+1)
			} else if strings.Contains(strings.Join(e.words(), " "), w) || !strings.Contains(all, w) {
				t.Errorf("%s: %q is shown once too often:\n%s", e, w, shown)
			}
		}
	}
}

func TestTheSpecificationStreamsAsItIsWhole(t *testing.T) {
	r := renderer(t, Options{Plain: true, Style: "notty", Width: 60})
	all := examples(t)
	rnd := rand.New(rand.NewPCG(3, 4))
	for i, e := range all {
		text := e.Markdown + "\n\n" + all[rnd.IntN(len(all))].Markdown + "\n\n" + e.Markdown
		for range 3 {
			if got, want := stream(r, text, 12, rnd), whole(r, text); !slices.Equal(got, want) {
				t.Errorf("%d, %s\n%q\nstreamed:\n%s\nwhole:\n%s", i, e, text, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
}
