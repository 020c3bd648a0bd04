package snippet

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"neonchat/chat"
)

// A file is one that the program reads where it runs.
type file struct {
	Name string // of the variable that holds it
	Use  code   // its base64 or its text, by that variable
	Path string // as the user named it
	Text bool
	Raw  bool // the variable holds the bytes

	mark string // what stands for it within the request
	used bool   // the request has it: the model may not read such files
}

// marked puts marks in the place of the files that have a path: short contents that
// are found again in whatever the dialect makes of them.
func (s *sdk) marked(r chat.Request, path func(chat.File) string) (chat.Request, []*file) {
	if path == nil {
		return r, nil
	}
	var files []*file
	salt := fingerprint(r)
	r.Messages = slices.Clone(r.Messages)
	for i, m := range r.Messages {
		m.Parts = slices.Clone(m.Parts)
		for j, p := range m.Parts {
			f, ok := p.(chat.File)
			if !ok || path(f) == "" || isText(f) && s.name == "curl" { // which has no way to write a text as JSON
				continue
			}
			raw := fmt.Sprintf("%s%06d", salt, len(files)) // of 30 bytes: base64 needs no padding
			one := &file{Path: path(f), Text: isText(f), mark: raw}
			data := raw
			if one.Text && strings.HasSuffix(string(f.Data), "\n") {
				// The file's last line feed is the one that follows its text in the request.
				one.mark += "\n"
			}
			if !one.Text {
				one.mark = base64.StdEncoding.EncodeToString([]byte(raw))
			}
			f.Data = []byte(data)
			m.Parts[j] = f
			files = append(files, one)
		}
		r.Messages[i] = m
	}
	s.named(files)
	return r, files
}

// fingerprint is a word that doesn't occur in the request.
func fingerprint(r chat.Request) string {
	h := sha256.New()
	io.WriteString(h, r.System)
	for _, m := range r.Messages {
		io.WriteString(h, m.Text())
	}
	return fmt.Sprintf("%x", h.Sum(nil))[:24]
}

func isText(f chat.File) bool {
	return !isImage(f) && !strings.HasPrefix(f.MIME, "application/pdf")
}

func isImage(f chat.File) bool {
	return strings.HasPrefix(f.MIME, "image/") && !strings.HasPrefix(f.MIME, "image/svg")
}

// named gives the files the names of variables, and says what is made of these.
func (s *sdk) named(files []*file) {
	for i, f := range files {
		f.Name = "file"
		if len(files) > 1 {
			f.Name += strconv.Itoa(i + 1)
		}
		f.Use = code(f.Name)
		switch {
		case s.name == "curl":
			f.Use = code("$(base64 < " + shellText(f.Path) + ` | tr -d '\n')`)
		case s.name == "go" && f.Text:
			f.Use = code("string(" + f.Name + ")")
		case s.name == "go":
			f.Use = code("base64.StdEncoding.EncodeToString(" + f.Name + ")")
		}
	}
}

// reading puts the variables of the files where their marks are.
func (p *page) reading(s string) value {
	parts := joined{s}
	for _, f := range p.Files {
		parts = f.within(parts)
	}
	if len(parts) == 0 {
		return ""
	}
	if _, isText := parts[0].(string); len(parts) == 1 && (isText || p.sdk.name != "curl") {
		return parts[0]
	}
	return parts
}

// within is the text with the file's variable in the place of its mark.
func (f *file) within(parts joined) joined {
	var out joined
	for _, p := range parts {
		s, ok := p.(string)
		if !ok {
			out = append(out, p)
			continue
		}
		for {
			before, after, found := strings.Cut(s, f.mark)
			if before != "" {
				out = append(out, before)
			}
			if !found {
				break
			}
			out = append(out, f.Use)
			f.used = true
			s = after
		}
	}
	return out
}
