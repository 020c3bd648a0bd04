package composer

import (
	"cmp"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/page"
)

// refuses says why the model doesn't accept a kind of file, "" when it does.
func refuses(m chat.Model, kind string) string {
	if kind == "text" || m.Takes(kind) {
		return ""
	}
	return m.ID + " takes no " + kind
}

// Refuses says why none of the models accepts a kind of file, "" when one does.
func (c *Composer) Refuses(kind string) string {
	models := c.Host.Models()
	for _, m := range models {
		if refuses(m, kind) == "" {
			return ""
		}
	}
	if len(models) == 1 {
		return refuses(models[0], kind)
	}
	return "none of them takes " + kind
}

// refuse marks the files that none of the models accepts.
func (c *Composer) refuse() {
	for i, k := range c.Chips {
		if off := k.Path != "" && c.Refuses(k.Kind) != ""; off != k.Off {
			c.Chips = slices.Clone(c.Chips) // a draft that is being looked up shares them
			c.Chips[i].Off = off
		}
	}
}

// Paste handles a paste: a path attaches its file, and a long text becomes a
// chip.
func (c *Composer) Paste(text string) page.Intent {
	c.Notice = ""
	if text == "" {
		return nil
	}
	keep := c.Changed()
	at := draft.Span{A: c.At}
	if draft.Long(text) {
		c.Buffer.Paste(text)
	} else {
		c.Insert(text)
		c.Notice = cmp.Or(inertMention(draft.External(text), c.env.Keys), c.Notice)
	}
	at.B = c.At
	if path := pathIn(text, c.env.Deps.Dir); path != "" {
		keep = tea.Batch(keep, lookFor(path, at, text))
	}
	return page.Batch{keep, c.LookUpMentions()}
}

// pathIn returns the path in what a terminal pastes when a file is dropped on
// it: a path, quoted or with escaped spaces, or a file URL. It is "" for other
// text.
func pathIn(text, dir string) string {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > 1000 || strings.Contains(text, "\n") {
		return ""
	}
	if u, err := url.Parse(text); err == nil && u.Scheme == "file" {
		return u.Path
	}
	if q := text[0]; (q == '\'' || q == '"') && len(text) > 2 && text[len(text)-1] == q {
		text = text[1 : len(text)-1]
	} else if os.PathSeparator == '/' {
		text = escaped.ReplaceAllString(text, "$1")
	}
	if !filepath.IsAbs(text) && (draft.KindOf(text) == "text" || dir == "") {
		return ""
	}
	if !filepath.IsAbs(text) {
		text = filepath.Join(dir, text)
	}
	return text
}

var escaped = regexp.MustCompile(`\\(.)`)

// A pathMsg says that a pasted text is the path of a file. Without a text it
// brings a file to attach.
type pathMsg struct {
	path string
	at   draft.Span
	text string
}

func lookFor(path string, at draft.Span, text string) tea.Cmd {
	return func() tea.Msg {
		if !draft.IsFile(path) {
			return nil
		}
		return pathMsg{path, at, text}
	}
}

// attached replaces a pasted path by the chip of its file.
func (c *Composer) attached(msg pathMsg) {
	k, at := c.Buffer, msg.at
	if msg.text == "" {
		at = draft.Span{A: k.At, B: k.At}
	}
	if !k.StillAt(at, msg.text) {
		return
	}
	fromEnd, behind := len(k.Text)-k.At, k.At > at.B
	k.Replace(at.A, at.B, c.fileChip(msg.path))
	k.Move(at.A + utf8.RuneLen(draft.FirstChip))
	space(k)
	if behind {
		k.Move(len(k.Text) - fromEnd)
	}
}

// space separates the chip before the cursor from the text that follows.
func space(b *draft.Buffer) {
	r, _ := utf8.DecodeRuneInString(b.Text[b.At:])
	if !unicode.IsSpace(r) {
		b.Write(" ")
	}
}

// fileChip makes the chip of a file, and says so when none of the models accepts
// it.
func (c *Composer) fileChip(path string) draft.Chip {
	k := draft.FileChip(path)
	if why := c.Refuses(k.Kind); why != "" {
		c.Say(why)
		k.Off = true
	}
	return k
}

// Attach puts the chip of a file at the cursor.
func (c *Composer) Attach(arg string) page.Intent {
	if arg == "" {
		return page.Notice{Text: "/attach FILE sends a file along; @ completes one"}
	}
	path := draft.Inside(c.env.Deps.Dir, strings.Trim(strings.TrimPrefix(arg, "@"), `"'`))
	return tea.Cmd(func() tea.Msg {
		if !draft.IsFile(path) {
			return page.NoticeMsg{Text: "there is no file " + path, Failed: true}
		}
		return pathMsg{path: path}
	})
}
