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

// A completion lists options for the word at the cursor: commands after a slash,
// files after an @.
type completion struct {
	start  int // where the word begins, including its / or @
	word   string
	files  []string // every file, once they are listed
	asked  bool
	search bool // a search of the files is under way
	shown  []option
	at     int
	closed string // the word that the user closed it on; another word opens it again
	seen   seen
}

// seen is what the options were found for.
type seen struct {
	text       string
	at         int
	own, slash bool
	host       Host
}

// follow finds the options again if what they depend on has changed.
func (k *completion) follow(c *Composer) tea.Cmd {
	start := strings.LastIndexFunc(c.Text[:c.At], unicode.IsSpace) + 1
	now := seen{c.Text, c.At, c.Own.Has(start, c.At), c.Slashed(), c.Host}
	if now == k.seen {
		return nil
	}
	k.seen = now
	return k.look(c)
}

// An option is one choice of a completion.
type option struct {
	text, detail string
	off          string // why it can't be chosen, or ""
	file         bool
}

// mostOptions is how many options are shown.
const mostOptions = 8

// look finds the options for the word at the cursor.
func (k *completion) look(c *Composer) tea.Cmd {
	k.start = strings.LastIndexFunc(c.Text[:c.At], unicode.IsSpace) + 1
	word, before := c.Text[k.start:c.At], k.shown
	k.shown = nil
	if !c.Own.Has(k.start, c.At) {
		return nil // text from elsewhere isn't completed
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
	case strings.HasPrefix(word, "@"):
		if !k.asked {
			k.asked = true
			return listFiles(c.env.Deps.Dir)
		}
		return k.matchFiles(word[1:], before, c.Refuses)
	case c.Slashed() && word != "":
		k.shown = startingWith(word, c.Host.Values(c.Text[:k.start]))
	default:
		k.asked, k.files = false, nil // list them again for the next @
	}
	return nil
}

// commandsLike returns the host's commands that begin with word, then those that
// contain it.
func commandsLike(word string, host Host) []option {
	var found, inside []option
	word = strings.ToLower(word)
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

// startingWith returns the values that begin with word.
func startingWith(word string, values []string) []option {
	var found []option
	for _, v := range values {
		switch o := (option{text: v}); {
		case v == word: // enter chooses it
			found = slices.Insert(found, 0, o)
		case strings.HasPrefix(v, word):
			found = append(found, o)
		}
	}
	return found
}

// quick is how many files can be searched between a key and its frame. mostNames
// is how many are offered.
const (
	quick     = 3000
	mostNames = 100
)

// A matchedMsg brings the files that match a word.
type matchedMsg struct {
	word  string
	names []string
}

// matchFiles offers the files that match a word. Many files are searched in a
// command; until that is done, earlier options that still match stay.
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

// matched takes the result of a search. If the word has changed, it searches
// again.
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

// Complete handles a key for the completion. It reports whether the key was one.
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
		if strings.EqualFold(k.shown[k.at].text, k.word) {
			k.shown = nil
			return nil, false
		}
		i := c.accept(k.shown[k.at])
		if takesNoArgument(c.Text) {
			return page.Batch{i, c.Host.Deliver()}, true
		}
		return i, true
	default:
		return nil, false
	}
	return nil, true
}

// takesNoArgument reports whether a text is a command without an argument.
func takesNoArgument(text string) bool {
	name, slash := strings.CutPrefix(strings.TrimSpace(text), "/")
	k, ok := find(name)
	return slash && ok && k.Arg == ""
}

// accept replaces the word by an option.
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
