package mcp

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"neonchat/chat"
)

// filesLimit is what a result's files may hold together: they go to the model
// in one request.
const filesLimit = 16 << 20

// result writes a server's answer as the result of a tool. What has no place in
// one is named.
func result(r *sdk.CallToolResult) chat.ToolResult {
	b := builder{}
	for _, c := range r.Content {
		b.content(c)
	}
	b.structured(r.StructuredContent)
	return chat.ToolResult{Text: strings.Join(b.texts, "\n"), Files: b.files, IsError: r.IsError}
}

type builder struct {
	texts []string
	files []chat.File
	size  int
}

func (b *builder) say(format string, args ...any) {
	b.texts = append(b.texts, fmt.Sprintf(format, args...))
}

func (b *builder) content(c sdk.Content) {
	switch c := c.(type) {
	case *sdk.TextContent:
		b.texts = append(b.texts, strings.ToValidUTF8(c.Text, "\ufffd"))
	case *sdk.ImageContent:
		b.file("image", c.MIMEType, c.Data)
	case *sdk.AudioContent:
		b.say("[sound, %s, %s: it can't be passed on]", oneLine(c.MIMEType, 40), humanize.Bytes(uint64(len(c.Data))))
	case *sdk.ResourceLink:
		b.link(c)
	case *sdk.EmbeddedResource:
		b.resource(c.Resource)
	}
}

func (b *builder) link(c *sdk.ResourceLink) {
	about := []string{oneLine(c.URI, 500)}
	for _, s := range []string{c.MIMEType, c.Title, c.Description} {
		if s = oneLine(s, 300); s != "" {
			about = append(about, s)
		}
	}
	if c.Size != nil && *c.Size >= 0 {
		about = append(about, humanize.Bytes(uint64(*c.Size)))
	}
	b.say("[resource %s: %s]", oneLine(c.Name, 100), strings.Join(about, ", "))
}

func (b *builder) resource(r *sdk.ResourceContents) {
	switch {
	case r == nil:
	case r.Blob != nil:
		b.file(nameIn(r.URI), r.MIMEType, r.Blob)
	default:
		b.say("[resource %s]\n%s", oneLine(r.URI, 500), strings.ToValidUTF8(r.Text, "\ufffd"))
	}
}

func nameIn(uri string) string {
	uri, _, _ = strings.Cut(uri, "?")
	name := oneLine(path.Base(uri), 100)
	if name == "." || name == "/" || name == "" {
		return "file"
	}
	return name
}

// shown are the kinds of files that models see.
var shown = []string{"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"}

// file passes a picture or a PDF on, by what is in it: a vendor refuses what is
// called a picture and is none, and with it every later question.
func (b *builder) file(name, claimed string, data []byte) {
	kind, _, _ := mime.ParseMediaType(http.DetectContentType(data))
	size := humanize.Bytes(uint64(len(data)))
	switch {
	case !slices.Contains(shown, kind):
		b.say("[%s, %s, %s: it can't be passed on]", name, oneLine(claimed, 40), size)
	case b.size+len(data) > filesLimit:
		b.say("[%s, %s, %s: too large to be passed on]", name, kind, size)
	default:
		b.size += len(data)
		b.files = append(b.files, chat.File{Name: named(name, kind, len(b.files)), MIME: kind, Data: data})
	}
}

func named(name, kind string, before int) string {
	if path.Ext(name) != "" {
		return name
	}
	_, ext, _ := strings.Cut(kind, "/")
	if before > 0 {
		return fmt.Sprintf("%s-%d.%s", name, before+1, ext)
	}
	return name + "." + ext
}

// structured adds the JSON of a result, unless a text has said it already.
func (b *builder) structured(v any) {
	if v == nil {
		return
	}
	data, err := json.Marshal(v)
	if err != nil {
		return
	}
	for _, t := range b.texts {
		var said any
		if json.Unmarshal([]byte(t), &said) == nil && same(said, v) {
			return
		}
	}
	b.texts = append(b.texts, string(data))
}
