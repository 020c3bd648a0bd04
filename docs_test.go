package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	linkTo  = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
	inTicks = regexp.MustCompile("`([a-z_/]+(?:\\.go|/))`")
)

// pages reads the README and the pages in docs, by their paths.
func pages(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("docs", "*.md"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no pages in docs: %v", err)
	}
	texts := map[string]string{}
	for _, path := range append(paths, "README.md") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts[path] = string(text)
	}
	return texts
}

func TestEveryPageIsLinkedFromTheReadme(t *testing.T) {
	texts := pages(t)
	for path := range texts {
		if path != "README.md" && !strings.Contains(texts["README.md"], "]("+filepath.ToSlash(path)+")") {
			t.Errorf("the README has no link to %s", path)
		}
	}
}

func TestLinksLeadSomewhere(t *testing.T) {
	texts := pages(t)
	for path, text := range texts {
		for _, m := range linkTo.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			to, anchor, _ := strings.Cut(m[1], "#")
			target := path
			if to != "" {
				target = filepath.Join(filepath.Dir(path), filepath.FromSlash(to))
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s: %v", path, m[1], err)
			}
			if anchor != "" && !slices.Contains(anchors(texts[target]), anchor) {
				t.Errorf("%s links to %s: there is no such heading", path, m[1])
			}
		}
	}
}

// anchors are what GitHub calls the headings of a page.
func anchors(page string) []string {
	var names []string
	for _, m := range heading.FindAllStringSubmatch(page, -1) {
		keep := func(r rune) rune {
			if r == ' ' {
				return '-'
			}
			if strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-_", r) {
				return r
			}
			return -1
		}
		names = append(names, strings.Map(keep, strings.ToLower(m[1])))
	}
	return names
}

func TestFilesThatThePagesNameExist(t *testing.T) {
	for path, text := range pages(t) {
		for _, m := range inTicks.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.FromSlash(m[1])); err != nil {
				t.Errorf("%s names %s: %v", path, m[1], err)
			}
		}
	}
}

// What the README says of the packages is what arrows says.
func TestTheReadmeDrawsTheMap(t *testing.T) {
	_, drawn, _ := strings.Cut(pages(t)["README.md"], "## The map")
	_, drawn, _ = strings.Cut(drawn, "```\n")
	drawn, _, _ = strings.Cut(drawn, "```")
	var folders []string
	for line := range strings.Lines(drawn) {
		name, _, _ := strings.Cut(line, " ")
		folders = append(folders, strings.TrimSuffix(name, "/"))
		if _, err := os.Stat(filepath.FromSlash(name)); err != nil {
			t.Errorf("the map has %s: %v", name, err)
		}
	}
	for path := range arrows {
		if path != "." && !strings.HasPrefix(path, "bench/") && !slices.Contains(folders, path) {
			t.Errorf("the README's map has no line for %s", path)
		}
	}
}

func TestTheReadmeIsShort(t *testing.T) {
	if n := strings.Count(pages(t)["README.md"], "\n"); n > 200 {
		t.Errorf("the README has %d lines; what is more than 200 belongs to a page in docs", n)
	}
}

// Each promise of SECURITY.md names the tests that hold it: they are there.
func TestThePromisesHaveTheirTests(t *testing.T) {
	text, err := os.ReadFile("SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	err = filepath.WalkDir(".", func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, "_test.go") {
			data, failure := os.ReadFile(path)
			code.Write(data)
			err = failure
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile("`((?:Test|Fuzz)\\w+)(?:/(\\w+))?`").FindAllStringSubmatch(string(text), -1)
	if len(names) < 20 {
		t.Errorf("only %d tests are named", len(names))
	}
	for _, m := range names {
		if !strings.Contains(code.String(), "func "+m[1]+"(") {
			t.Errorf("there is no test %s", m[1])
		}
		if script := filepath.Join("testdata", "script", m[2]+".txt"); m[2] != "" {
			if _, err := os.Stat(script); err != nil {
				t.Error(err)
			}
		}
	}
	for _, m := range linkTo.FindAllStringSubmatch(string(text), -1) {
		if _, err := os.Stat(filepath.FromSlash(m[1])); err != nil {
			t.Error(err)
		}
	}
}
