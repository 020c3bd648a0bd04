package composer

import (
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"neonchat/ui/draft"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
)

// A completion offers ends to the word at the cursor: commands behind a slash,
// files behind an @.
type completion struct {
	start  int // of the word, its mark included
	word   string
	files  []string // all there are, once they are known
	asked  bool
	search bool // they are being searched
	shown  []option
	at     int
	closed string // the word it was closed on; it opens again on another
}

// An option is one of a completion's.
type option struct {
	text, detail string
	off          string // why it can't be chosen, or ""
	file         bool
}

// mostOptions is how many are shown.
const mostOptions = 8

// look finds what there is to complete, after a change of the text.
func (k *completion) look(c *Composer) tea.Cmd {
	k.start = strings.LastIndexFunc(c.Text[:c.At], unicode.IsSpace) + 1
	word, before := c.Text[k.start:c.At], k.shown
	k.shown = nil
	if !c.Own.Has(k.start, c.At) {
		return nil // what came from elsewhere asks for nothing
	}
	if word != k.word {
		k.word, k.at = word, 0
	}
	if word == k.closed {
		return nil
	}
	k.closed = ""
	switch {
	case k.start == 0 && strings.HasPrefix(word, "/"):
		k.shown = commandsLike(word[1:], c.Host)
	case c.Slashed() && word != "":
		k.shown = startingWith(word, c.Host.Values(c.Text[:k.start]))
	case strings.HasPrefix(word, "@"):
		if !k.asked {
			k.asked = true
			return listFiles(c.env.Deps.Dir)
		}
		return k.matchFiles(word[1:], before, c.Refuses)
	default:
		k.asked, k.files = false, nil // they may change until the next @
	}
	return nil
}

// commandsLike are the host's commands that begin like word, then those that have
// it inside.
func commandsLike(word string, host Host) []option {
	var found, inside []option
	for _, k := range Commands {
		o := option{text: "/" + k.Name, detail: strings.TrimSpace(k.Arg + "  " + k.Help)}
		switch {
		case !host.Knows(k.Name):
		case strings.HasPrefix(k.Name, word):
			found = append(found, o)
		case strings.Contains(k.Name, word):
			inside = append(inside, o)
		}
	}
	return append(found, inside...)
}

// startingWith are the values that begin like word.
func startingWith(word string, values []string) []option {
	var found []option
	for _, v := range values {
		switch o := (option{text: v}); {
		case v == word: // enter means that one
			found = slices.Insert(found, 0, o)
		case strings.HasPrefix(v, word):
			found = append(found, o)
		}
	}
	return found
}

// quick is how many files can be searched between a key and its frame, and
// mostNames how many are offered.
const (
	quick     = 3000
	mostNames = 100
)

// A matchedMsg brings the files that a word may mean.
type matchedMsg struct {
	word  string
	names []string
}

// matchFiles offers the files that a word may mean. Many are searched beside the
// program; until that is done, those are offered that were before and still fit.
func (k *completion) matchFiles(word string, before []option, refuses func(kind string) string) tea.Cmd {
	if len(k.files) <= quick || word == "" {
		k.shown = fileOptions(matching(word, k.files), refuses)
		return nil
	}
	var still []string
	for _, o := range before {
		if o.file {
			still = append(still, o.text)
		}
	}
	k.shown = fileOptions(matching(word, still), refuses)
	if k.search {
		return nil
	}
	k.search = true
	files := k.files
	return func() tea.Msg { return matchedMsg{word, matching(word, files)} }
}

func matching(word string, files []string) []string {
	if word == "" {
		return files[:min(len(files), mostNames)]
	}
	var names []string
	for _, m := range fuzzy.Find(word, files) {
		names = append(names, m.Str)
		if len(names) == mostNames {
			break
		}
	}
	return names
}

func fileOptions(names []string, refuses func(kind string) string) []option {
	var found []option
	for _, name := range names {
		o := option{text: name, detail: draft.KindOf(name), off: refuses(draft.KindOf(name)), file: true}
		if o.off != "" {
			o.detail = o.off
		}
		found = append(found, o)
	}
	return found
}

// matched takes what a search found, or has the word searched that stands there
// by now.
func (k *completion) matched(msg matchedMsg, c *Composer) tea.Cmd {
	k.search = false
	if k.word != "@"+msg.word {
		return k.look(c)
	}
	if k.word != k.closed {
		k.shown = fileOptions(msg.names, c.Refuses)
	}
	return nil
}

// Complete takes a key for the list of offers, if it is one.
func (c *Composer) Complete(a keymap.Action) (page.Intent, bool) {
	k := &c.complete
	if len(k.shown) == 0 {
		return nil, false
	}
	n := len(k.shown)
	switch a {
	case keymap.Up:
		k.at = (k.at + n - 1) % n
	case keymap.Down:
		k.at = (k.at + 1) % n
	case keymap.Stop:
		k.closed, k.shown = k.word, nil
	case keymap.Walk:
		return c.accept(k.shown[k.at]), true
	case keymap.Send:
		if k.shown[k.at].text == k.word {
			k.shown = nil
			return nil, false
		}
		i := c.accept(k.shown[k.at])
		if takesNothing(c.Text) {
			return page.Batch{i, c.Host.Deliver()}, true
		}
		return i, true
	default:
		return nil, false
	}
	return nil, true
}

// takesNothing reports whether a text is a command that needs no more words.
func takesNothing(text string) bool {
	name, slash := strings.CutPrefix(strings.TrimSpace(text), "/")
	k, ok := find(name)
	return slash && ok && k.Arg == ""
}

// accept puts an option in the place of the word.
func (c *Composer) accept(o option) page.Intent {
	k := &c.complete
	if o.off != "" {
		return page.Notice{Text: o.off}
	}
	c.Remove(k.start, c.At, false)
	k.shown, k.word = nil, ""
	if !o.file {
		c.Buffer.Write(o.text + " ")
		return nil
	}
	c.Add(c.fileChip(filepath.Join(c.env.Deps.Dir, o.text)))
	c.Buffer.Write(" ")
	return nil
}
