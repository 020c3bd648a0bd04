package ui

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"neonchat/chat"
)

// What is pasted beyond this becomes a chip.
const (
	mostPastedLines = 10
	mostPasted      = 1000
)

func long(text string) bool {
	return strings.Count(text, "\n") >= mostPastedLines || len(text) > mostPasted
}

func pasteChip(n int, text string) chip {
	lines := strings.Count(strings.TrimSuffix(text, "\n"), "\n") + 1
	if lines == 1 {
		return chip{label: fmt.Sprintf("[paste #%d, %s]", n, bytes(int64(len(text)))), text: text}
	}
	return chip{label: fmt.Sprintf("[paste #%d, %d lines]", n, lines), text: text}
}

// fileChip stands for a file. Its kind is told by its name until it is read.
func fileChip(path string) chip {
	kind := kindOf(path)
	return chip{label: "[" + kind + " " + written(filepath.Base(path)) + "]", path: path, kind: kind}
}

// kindOf tells what a file is by its name, in the words of the catalog.
func kindOf(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".webp":
		return "image"
	case ".pdf":
		return "pdf"
	}
	return "text"
}

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
		return refuses(c.model.model, kind)
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
	for i, k := range c.composer.chips {
		c.composer.chips[i].off = k.path != "" && c.refuses(k.kind) != ""
	}
}

// paste writes what was pasted: a file as such, what is long as a chip.
func (c *conversation) paste(text string) intent {
	c.said, c.leaving = "", false
	c.transcript.selected, c.line.at = -1, 0
	text = written(text)
	if text == "" {
		return nil
	}
	keep := c.changed()
	if path := pathIn(text, c.desk.deps.Dir); path != "" {
		c.composer.insert(text)
		return tea.Batch(keep, lookFor(path, text))
	}
	if long(text) {
		c.composer.add(pasteChip(len(c.composer.chips)+1, text))
		return keep
	}
	c.composer.insert(text)
	return both{keep, c.completing()}
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
	if !filepath.IsAbs(text) && (kindOf(text) == "text" || dir == "") {
		return ""
	}
	if !filepath.IsAbs(text) {
		text = filepath.Join(dir, text)
	}
	return text
}

var escaped = regexp.MustCompile(`\\(.)`)

// A pathMsg says that a pasted text is the path of a file.
type pathMsg struct{ path, text string }

func lookFor(path, text string) tea.Cmd {
	return func() tea.Msg {
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
			return nil
		}
		return pathMsg{path, text}
	}
}

// attached puts the file's chip in the place of the path that was pasted.
func (c *conversation) attached(msg pathMsg) {
	i := strings.LastIndex(c.composer.text, msg.text)
	if msg.text == "" {
		c.attach(msg.path)
		c.space()
		return
	}
	if i < 0 {
		return
	}
	fromEnd, behind := len(c.composer.text)-c.composer.at, c.composer.at > i+len(msg.text)
	c.composer.remove(i, i+len(msg.text), false)
	c.attach(msg.path)
	c.space()
	if behind {
		c.composer.move(len(c.composer.text) - fromEnd)
	}
}

// space parts the chip before the cursor from what is written next.
func (c *conversation) space() {
	r, _ := utf8.DecodeRuneInString(c.composer.text[c.composer.at:])
	if !unicode.IsSpace(r) {
		c.composer.insert(" ")
	}
}

// attach puts a file's chip at the cursor.
func (c *conversation) attach(path string) {
	k := fileChip(path)
	if why := c.refuses(k.kind); why != "" {
		c.say(why)
		k.off = true
	}
	c.composer.add(k)
}

func (c *conversation) cmdAttach(arg string) intent {
	if arg == "" {
		return say{"/attach FILE sends a file along; @ completes one"}
	}
	path := strings.Trim(arg, `"'`)
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.desk.deps.Dir, path)
	}
	return tea.Cmd(func() tea.Msg {
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
			return saidMsg{"there is no file " + path}
		}
		return pathMsg{path: path}
	})
}
