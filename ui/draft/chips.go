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

// What is pasted beyond this becomes a chip.
const (
	mostPastedLines = 10
	mostPasted      = 1000
)

func Long(text string) bool {
	return strings.Count(text, "\n") >= mostPastedLines || len(text) > mostPasted
}

// Paste puts a long text at the cursor as a chip. It is as brought makes others.
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

// FileChip stands for a file. Its kind is told by its name until it is read.
func FileChip(path string) Chip {
	kind := KindOf(path)
	return Chip{label: "[" + kind + " " + markdown.Clean(filepath.Base(path)) + "]", Path: path, Kind: kind}
}

// KindOf tells what a file is by its name, in the words of the catalog.
func KindOf(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".webp":
		return "image"
	case ".pdf":
		return "pdf"
	}
	return "text"
}

// Files are the chips of files, as they stand in the text.
func (d Draft) Files() []Chip {
	var files []Chip
	for _, r := range d.Text {
		if k, ok := chipAt(d.Chips, r); ok && k.Path != "" {
			files = append(files, k)
		}
	}
	return files
}

// Asked is the text that a model gets: files by their names.
func (d Draft) Asked() string {
	return d.expand(func(k Chip) string {
		if k.Path != "" {
			return filepath.Base(k.Path)
		}
		return k.text
	})
}

// Read gives the chip's file, by a function that reads one unless it was kept.
func (k Chip) Read(from func(path string) (chat.File, error)) (chat.File, error) {
	if k.file != nil {
		return *k.file, nil
	}
	return from(k.Path)
}

// Of is what a question that was kept is written as, its files as chips where
// their names stand, or else before all.
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
	d, left := Woven(m.Text(), chips, placeOf)
	c := NewBuffer()
	for _, k := range left {
		c.Add(k)
		c.Insert(" ")
	}
	c.Put(d)
	return c.Draft
}

// KindOfMIME is the same of a file that was read.
func KindOfMIME(mime string) string {
	switch {
	case strings.HasPrefix(mime, "image/"):
		return "image"
	case mime == "application/pdf":
		return "pdf"
	}
	return "text"
}
