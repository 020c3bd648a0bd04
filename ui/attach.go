package ui

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
	"neonchat/ui/draft"
	"neonchat/ui/page"
)

// refuses says why the model can't take a kind of file, or "".
func refuses(m chat.Model, kind string) string {
	if kind == "text" || m.Takes(kind) {
		return ""
	}
	return m.ID + " takes no " + kind
}

// refuses says why nobody who is asked can take a kind of file, or "".
func (c *conversation) refuses(kind string) string {
	if len(c.asked) == 0 {
		return refuses(c.model.Model, kind)
	}
	for _, m := range c.asked {
		if refuses(m, kind) == "" {
			return ""
		}
	}
	return "none of them takes " + kind
}

// chipsOff marks the files that nobody can take.
func (c *conversation) chipsOff() {
	for i, k := range c.composer.Chips {
		c.composer.Chips[i].Off = k.Path != "" && c.refuses(k.Kind) != ""
	}
}

// Paste writes what was pasted: a file as such, what is long as a chip.
func (c *conversation) Paste(text string) page.Intent {
	c.notice, c.leaving = "", false
	c.transcript.Selected, c.line.at = -1, 0
	if text == "" {
		return nil
	}
	keep := c.changed()
	at := draft.Span{A: c.composer.At}
	if draft.Long(text) {
		c.composer.Paste(text)
	} else {
		c.composer.Insert(text)
		c.sayText(draft.Brought(text))
	}
	at.B = c.composer.At
	if path := pathIn(text, c.env.Deps.Dir); path != "" {
		keep = tea.Batch(keep, lookFor(path, at, text))
	}
	return page.Batch{keep, c.completing(), c.mentioning()}
}

// pathIn reads what a terminal pastes when a file is dropped on it: a path,
// quoted or with its spaces escaped, or a file URL. It is "" for other text.
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

// A pathMsg says that a text that was pasted somewhere is the path of a file, or
// without a text that a file is to be sent along.
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

// attached puts the file's chip in the place of the path that was pasted.
func (c *conversation) attached(msg pathMsg) {
	k, at := c.composer, msg.at
	if msg.text == "" {
		at = draft.Span{A: k.At, B: k.At}
	}
	if !k.Stands(at, msg.text) {
		return
	}
	fromEnd, behind := len(k.Text)-k.At, k.At > at.B
	k.Replace(at.A, at.B, c.fileChip(msg.path))
	k.Move(at.A + utf8.RuneLen(draft.FirstChip))
	c.space()
	if behind {
		k.Move(len(k.Text) - fromEnd)
	}
}

// space parts the chip before the cursor from what is written next.
func (c *conversation) space() {
	r, _ := utf8.DecodeRuneInString(c.composer.Text[c.composer.At:])
	if !unicode.IsSpace(r) {
		c.composer.Write(" ")
	}
}

// fileChip stands for a file, and says so when nobody can take it.
func (c *conversation) fileChip(path string) draft.Chip {
	k := draft.FileChip(path)
	if why := c.refuses(k.Kind); why != "" {
		c.say(why)
		k.Off = true
	}
	return k
}

func (c *conversation) cmdAttach(arg string) page.Intent {
	if arg == "" {
		return page.Notice{Text: "/attach FILE sends a file along; @ completes one"}
	}
	path := draft.Inside(c.env.Deps.Dir, strings.Trim(strings.TrimPrefix(arg, "@"), `"'`))
	return tea.Cmd(func() tea.Msg {
		if !draft.IsFile(path) {
			return page.NoticeMsg{Text: "there is no file " + path}
		}
		return pathMsg{path: path}
	})
}
