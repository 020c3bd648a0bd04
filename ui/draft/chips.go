package draft

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"

	"neonchat/chat"
	"neonchat/ui/markdown"
)

// A paste that exceeds one of these becomes a chip.
const (
	mostPastedLines = 10
	mostPasted      = 1000
)

// Long reports whether a pasted text becomes a chip.
func Long(text string) bool {
	return strings.Count(text, "\n") >= mostPastedLines || len(text) > mostPasted
}

// Paste puts a long text at the cursor as a chip.
func (c *Buffer) Paste(text string) {
	n := 1
	for _, k := range c.Chips {
		if k.Kind == "paste" {
			n++
		}
	}
	text = LineEnds.Replace(strings.ToValidUTF8(text, "\uFFFD"))
	lines := strings.Count(strings.TrimSuffix(text, "\n"), "\n") + 1
	size := strconv.Itoa(lines) + " lines"
	if lines == 1 {
		size = humanize.Bytes(uint64(len(text)))
	}
	c.Add(Chip{label: fmt.Sprintf("[paste #%d, %s]", n, size), text: text, Kind: "paste"})
}

// FileChip makes the chip of a file. Its kind is guessed from the name until the
// file is read.
func FileChip(path string) Chip {
	kind := KindOf(path)
	return Chip{label: "[" + kind + " " + markdown.Clean(filepath.Base(path)) + "]", Path: path, Kind: kind}
}

// KindOf guesses the kind of a file from its name: image, pdf or text, as the
// catalog calls them.
func KindOf(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".webp":
		return "image"
	case ".pdf":
		return "pdf"
	}
	return "text"
}

// Files returns the chips of files, in the order of the text.
func (d Draft) Files() []Chip {
	var files []Chip
	for _, r := range d.Text {
		if k, ok := chipAt(d.Chips, r); ok && k.Path != "" {
			files = append(files, k)
		}
	}
	return files
}

// Asked is the text for the model, with files as their names.
func (d Draft) Asked() string {
	return d.expand(func(k Chip) string {
		if k.Path != "" {
			return filepath.Base(k.Path)
		}
		return k.text
	})
}

// Read returns the chip's file. It calls from unless the chip holds the content
// already.
func (k Chip) Read(from func(path string) (chat.File, error)) (chat.File, error) {
	if k.file != nil {
		return *k.file, nil
	}
	return from(k.Path)
}

// Of makes a draft of a stored question. Files become chips where the text names
// them, or else at its start.
func Of(m chat.Message) Draft {
	var chips []Chip
	for _, p := range m.Parts {
		if f, ok := p.(chat.File); ok {
			kind := KindOfMIME(f.MIME)
			k := FileChip(cmp.Or(f.Name, kind))
			k.file, k.Kind = &f, kind
			chips = append(chips, k)
		}
	}
	d, left := WithChips(m.Text(), chips, placeOf)
	c := NewBuffer()
	for _, k := range left {
		c.Add(k)
		c.Insert(" ")
	}
	c.Put(d)
	return c.Draft
}

// KindOfMIME returns the kind of a file that was read.
func KindOfMIME(mime string) string {
	switch {
	case strings.HasPrefix(mime, "image/"):
		return "image"
	case mime == "application/pdf":
		return "pdf"
	}
	return "text"
}
