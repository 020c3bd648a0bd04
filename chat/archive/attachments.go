package archive

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"mime"
	"path"
	"strings"
	"unicode/utf8"

	"neonchat/chat"
)

// attachments holds the files that come with an export's conversations. It is empty
// when the conversations came without their zip file.
type attachments struct {
	files map[string]*zip.File // by the start of their names, up to a mark
}

// mostAttached is the maximum size of a file. The gateway takes no larger one.
const mostAttached = 32 << 20

func newAttachments(z *zip.Reader) *attachments {
	a := &attachments{map[string]*zip.File{}}
	for _, f := range z.File {
		name := path.Base(f.Name)
		a.files[name] = f
		// Files such as file-AbC123-chart.png and file_0000ab-sanitized.png are identified by
		// what precedes the user's name for them.
		for i, c := range name {
			if i > len("file-") && strings.ContainsRune("-.", c) {
				if _, taken := a.files[name[:i]]; !taken {
					a.files[name[:i]] = f
				}
			}
		}
	}
	return a
}

// part returns the file with the given id, or a placeholder text if the file is missing
// or no model could take it.
func (a *attachments) part(id, name, kind string) chat.Part {
	if a == nil || a.files[id] == nil {
		return chat.Text{Text: "[file " + oneLine(cmp.Or(name, id)) + ": not in the export]"}
	}
	f := a.files[id]
	name = cmp.Or(name, path.Base(f.Name))
	data, err := contents(f)
	if kind == "" {
		kind = kindOf(data, f.Name)
	}
	switch {
	case err != nil:
		return chat.Text{Text: "[file " + oneLine(name) + ": can't be read]"}
	case kind == "application/pdf", strings.HasPrefix(kind, "image/"), utf8.Valid(data):
		return chat.File{Name: name, MIME: kind, Data: data}
	}
	return chat.Text{Text: "[file " + oneLine(name) + ": " + kind + "]"}
}

func contents(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, mostAttached+1))
	if err == nil && len(data) > mostAttached {
		err = io.ErrShortBuffer
	}
	return data, err
}

// kindOf detects a file's type from its first bytes, or else from its name.
func kindOf(data []byte, name string) string {
	for _, k := range []struct{ start, kind string }{
		{"\x89PNG\r\n", "image/png"}, {"\xff\xd8\xff", "image/jpeg"}, {"GIF8", "image/gif"}, {"%PDF-", "application/pdf"},
	} {
		if bytes.HasPrefix(data, []byte(k.start)) {
			return k.kind
		}
	}
	if len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP" {
		return "image/webp"
	}
	kind, _, _ := strings.Cut(mime.TypeByExtension(path.Ext(name)), ";")
	switch {
	case kind != "":
		return kind
	case utf8.Valid(data):
		return "text/plain"
	}
	return "application/octet-stream"
}
