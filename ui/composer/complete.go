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

// completing looks what there is to complete after a change.
func (c *Composer) completing() page.Intent {
	k := &c.complete
	start := strings.LastIndexFunc(c.Text[:c.At], unicode.IsSpace) + 1
	word := c.Text[start:c.At]
	before := k.shown
	k.shown, k.start = nil, start
	if !c.Own.Has(start, c.At) {
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
	case start == 0 && strings.HasPrefix(word, "/"):
		k.shown = c.commands(word[1:])
	case c.Slashed() && word != "":
		k.shown = c.values(c.Text[:start], word)
	case strings.HasPrefix(word, "@"):
		if !k.asked {
			k.asked = true
			return listFiles(c.env.Deps.Dir)
		}
		return c.matchFiles(word[1:], before)
	default:
		k.asked, k.files = false, nil // they may change until the next @
	}
	return nil
}

// commands are the host's that begin like word, then those that have it inside.
func (c *Composer) commands(word string) []option {
	var found, inside []option
	for _, k := range Commands {
		o := option{text: "/" + k.Name, detail: strings.TrimSpace(k.Arg + "  " + k.Help)}
		switch {
		case !c.Host.Knows(k.Name):
		case strings.HasPrefix(k.Name, word):
			found = append(found, o)
		case strings.Contains(k.Name, word):
			inside = append(inside, o)
		}
	}
	return append(found, inside...)
}

// values are what a command may be given that begins like word.
func (c *Composer) values(command, word string) []option {
	var found []option
	for _, v := range c.Host.Values(command) {
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
func (c *Composer) matchFiles(word string, before []option) page.Intent {
	k := &c.complete
	if len(k.files) <= quick || word == "" {
		k.shown = c.fileOptions(matching(word, k.files))
		return nil
	}
	var still []string
	for _, o := range before {
		if o.file {
			still = append(still, o.text)
		}
	}
	k.shown = c.fileOptions(matching(word, still))
	if k.search {
		return nil
	}
	k.search = true
	files := k.files
	return tea.Cmd(func() tea.Msg { return matchedMsg{word, matching(word, files)} })
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

// matched takes what a search found, or has the word searched that stands there
// by now.
func (c *Composer) matched(msg matchedMsg) page.Intent {
	k := &c.complete
	k.search = false
	if k.word != "@"+msg.word {
		return c.completing()
	}
	if k.word != k.closed {
		k.shown = c.fileOptions(msg.names)
	}
	return nil
}

func (c *Composer) fileOptions(names []string) []option {
	var found []option
	for _, name := range names {
		o := option{text: name, detail: draft.KindOf(name), off: c.Refuses(draft.KindOf(name)), file: true}
		if o.off != "" {
			o.detail = o.off
		}
		found = append(found, o)
	}
	return found
}

func (c *Composer) listed(msg filesMsg) page.Intent {
	c.complete.files = msg.files
	return c.completing()
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
		if c.takesNothing() {
			return page.Batch{i, c.Host.Deliver()}, true
		}
		return i, true
	default:
		return nil, false
	}
	return nil, true
}

// takesNothing reports whether the text is a command that needs no more words.
func (c *Composer) takesNothing() bool {
	name, slash := strings.CutPrefix(strings.TrimSpace(c.Text), "/")
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
