package draft

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A mention is an @ followed by the name of a file. It attaches the file only if it
// was typed here; in text from elsewhere it is plain text.

// mention returns the mention of a file.
func mention(path string) string {
	if strings.ContainsAny(path, " \t") {
		return `@"` + path + `"`
	}
	return "@" + path
}

// nameIn returns the file name of a mention.
func nameIn(mention string) string { return strings.Trim(mention[1:], `"`) }

// Mentions returns where possible mentions begin: at the start of a word, or
// after punctuation.
func (d Draft) Mentions() []int {
	var found []int
	for i := 0; ; i++ {
		n := strings.IndexByte(d.Text[i:], '@')
		if n < 0 {
			return found
		}
		i += n
		before, _ := utf8.DecodeLastRuneInString(d.Text[:i])
		if i > 0 && !unicode.IsSpace(before) && !parts(before) {
			continue
		}
		if d.MentionEnd(i) > i+1 {
			found = append(found, i)
		}
	}
}

// MentionEnd is the end of the longest possible mention that begins at a.
func (d Draft) MentionEnd(a int) int {
	rest := d.Text[a+1:]
	if strings.HasPrefix(rest, `"`) {
		if n := strings.IndexAny(rest[1:], "\"\n"); n > 0 && rest[1+n] == '"' {
			return a + 1 + n + 2
		}
		return a + 1
	}
	n := strings.IndexFunc(rest, func(r rune) bool {
		k, ok := chipAt(d.Chips, r)
		return unicode.IsSpace(r) || r == '"' || ok && k.label != k.text
	})
	if n < 0 {
		return len(d.Text)
	}
	return a + 1 + n
}

// parts reports whether a character can end a name without a space, and precede
// a mention.
func parts(r rune) bool { return punctuation(r) && !strings.ContainsRune(`._-/\@#%&*`, r) }

func punctuation(r rune) bool { return unicode.IsPunct(r) || strings.ContainsRune("`<>|", r) }

// mentionLengths returns the possible lengths of a mention, the longest first:
// punctuation ends it if the name including it is no file's.
func mentionLengths(mention string) []int {
	var found []int
	for n := len(mention); n > 1; {
		found = append(found, n)
		if mention[1] == '"' {
			break
		}
		r, size := utf8.DecodeLastRuneInString(mention[:n])
		if punctuation(r) {
			n -= size
			continue
		}
		n = strings.LastIndexFunc(mention[:n], parts)
	}
	return found
}

// FileOf finds the file of a mention and returns its path and the length of the
// mention. n is 0 when there is no such file.
func FileOf(dir, mention string) (path string, n int) {
	for _, n := range mentionLengths(mention) {
		path := Inside(dir, nameIn(mention[:n]))
		if IsFile(path) {
			return path, n
		}
	}
	return "", 0
}

// Inside returns a path relative to a folder, if it is inside that folder.
func Inside(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// IsFile reports whether a path is one of a regular file.
func IsFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// Mentioned reports whether a mention was typed here that was not looked up yet.
func (d Draft) Mentioned() bool {
	return slices.ContainsFunc(d.Mentions(), func(a int) bool {
		return d.Own.Has(a, a+1) && !d.Told(d.Part(a, d.MentionEnd(a)).Plain())
	})
}

// Attached replaces the mentions that were typed here by chips, and adds those
// that name no file to Missed.
func (d Draft) Attached(dir string) Draft {
	c := NewBuffer()
	c.Restore(d)
	var missed []string
	for _, a := range slices.Backward(d.Mentions()) { // backward, since a change moves the text after it
		if !c.Own.Has(a, a+1) {
			continue
		}
		b := c.MentionEnd(a)
		word := c.Part(a, b).Plain()
		path, n := FileOf(dir, word)
		switch {
		case n > 0 && c.Own.Has(a, a+n):
			c.Replace(a, a+n, FileChip(path))
		case n == 0 && c.Own.Has(a, b):
			missed = append(missed, word)
		}
	}
	for _, word := range slices.Backward(missed) {
		c.Miss(word)
	}
	return c.Draft
}

// WithChips makes a draft of text from elsewhere. Chips replace their places in the
// text as find gives them; it returns the chips that have none.
func WithChips(text string, chips []Chip, find func(string, Chip) (a, b int)) (Draft, []Chip) {
	c := NewBuffer()
	for {
		first, a, b := -1, len(text), len(text)
		for i, k := range chips {
			if from, to := find(text, k); from >= 0 && from < a {
				first, a, b = i, from, to
			}
		}
		c.Insert(text[:a])
		if first < 0 {
			return c.Draft, chips
		}
		c.Add(chips[first])
		chips = slices.Delete(slices.Clone(chips), first, first+1)
		text = text[b:]
	}
}

// MentionOf finds the mention of a chip's file in a text by its whole path. It
// returns -1, -1 when there is none.
func MentionOf(text string, k Chip) (a, b int) {
	d := Draft{Text: text}
	for _, a := range d.Mentions() {
		word := text[a:d.MentionEnd(a)]
		for _, n := range mentionLengths(word) {
			if word[:n] == mention(k.Path) {
				return a, a + n
			}
		}
	}
	return -1, -1
}

// placeOf finds where a text names a chip's file: in a mention, or by its name
// alone; -1, -1 where it doesn't.
func placeOf(text string, k Chip) (a, b int) {
	name := k.file.Name
	if name == "" {
		return -1, -1
	}
	d := Draft{Text: text}
	for _, a := range d.Mentions() {
		word := text[a:d.MentionEnd(a)]
		for _, n := range mentionLengths(word) {
			if filepath.Base(nameIn(word[:n])) == name {
				return a, a + n
			}
		}
	}
	for i := 0; ; i++ {
		n := strings.Index(text[i:], name)
		if n < 0 {
			return -1, -1
		}
		i += n
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		behind, _ := utf8.DecodeRuneInString(text[i+len(name):])
		if noWord(before) && noWord(behind) {
			return i, i + len(name)
		}
	}
}

// MentionHere returns the mention at the cursor, if there is one.
func (c *Buffer) MentionHere() (Span, bool) {
	for _, a := range c.Mentions() {
		if at := (Span{a, c.MentionEnd(a)}); at.A <= c.At && c.At <= at.B {
			return at, true
		}
	}
	return Span{}, false
}
