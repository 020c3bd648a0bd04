package ui

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize"

	"neonchat/chat"
	"neonchat/ui/markdown"
)

// What is pasted beyond this becomes a chip.
const (
	mostPastedLines = 10
	mostPasted      = 1000
)

func long(text string) bool {
	return strings.Count(text, "\n") >= mostPastedLines || len(text) > mostPasted
}

// paste puts a long text at the cursor as a chip. It is as brought makes others.
func (c *composer) paste(text string) {
	n := 1
	for _, k := range c.chips {
		if k.kind == "paste" {
			n++
		}
	}
	text = lineEnds.Replace(strings.ToValidUTF8(text, "\uFFFD"))
	lines := strings.Count(strings.TrimSuffix(text, "\n"), "\n") + 1
	size := strconv.Itoa(lines) + " lines"
	if lines == 1 {
		size = humanize.Bytes(uint64(len(text)))
	}
	c.add(chip{label: fmt.Sprintf("[paste #%d, %s]", n, size), text: text, kind: "paste"})
}

// fileChip stands for a file. Its kind is told by its name until it is read.
func fileChip(path string) chip {
	kind := kindOf(path)
	return chip{label: "[" + kind + " " + markdown.Clean(filepath.Base(path)) + "]", path: path, kind: kind}
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
	if text == "" {
		return nil
	}
	keep := c.changed()
	at := span{a: c.composer.at}
	if long(text) {
		c.composer.paste(text)
	} else {
		c.composer.insert(text)
		c.sayText(brought(text))
	}
	at.b = c.composer.at
	if path := pathIn(text, c.desk.deps.Dir); path != "" {
		keep = tea.Batch(keep, lookFor(path, at, text))
	}
	return both{keep, c.completing(), c.mentioning()}
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

// A pathMsg says that a text that was pasted somewhere is the path of a file, or
// without a text that a file is to be sent along.
type pathMsg struct {
	path string
	at   span
	text string
}

func lookFor(path string, at span, text string) tea.Cmd {
	return func() tea.Msg {
		if !isFile(path) {
			return nil
		}
		return pathMsg{path, at, text}
	}
}

// attached puts the file's chip in the place of the path that was pasted.
func (c *conversation) attached(msg pathMsg) {
	k, at := c.composer, msg.at
	if msg.text == "" {
		at = span{k.at, k.at}
	}
	if !k.stands(at, msg.text) {
		return
	}
	fromEnd, behind := len(k.text)-k.at, k.at > at.b
	k.replace(at.a, at.b, c.fileChip(msg.path))
	k.move(at.a + utf8.RuneLen(firstChip))
	c.space()
	if behind {
		k.move(len(k.text) - fromEnd)
	}
}

// space parts the chip before the cursor from what is written next.
func (c *conversation) space() {
	r, _ := utf8.DecodeRuneInString(c.composer.text[c.composer.at:])
	if !unicode.IsSpace(r) {
		c.composer.write(" ")
	}
}

// fileChip stands for a file, and says so when nobody can take it.
func (c *conversation) fileChip(path string) chip {
	k := fileChip(path)
	if why := c.refuses(k.kind); why != "" {
		c.say(why)
		k.off = true
	}
	return k
}

func (c *conversation) cmdAttach(arg string) intent {
	if arg == "" {
		return say{"/attach FILE sends a file along; @ completes one"}
	}
	path := inside(c.desk.deps.Dir, strings.Trim(strings.TrimPrefix(arg, "@"), `"'`))
	return tea.Cmd(func() tea.Msg {
		if !isFile(path) {
			return saidMsg{"there is no file " + path}
		}
		return pathMsg{path: path}
	})
}
