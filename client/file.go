package client

import (
	"encoding/base64"
	"fmt"
	"strings"

	"neonchat/chat"
)

// mediaType is the file's MIME type without its parameters, in lower case.
func mediaType(f chat.File) string {
	t, _, _ := strings.Cut(f.MIME, ";")
	return strings.ToLower(strings.TrimSpace(t))
}

// isImage reports whether the file goes to a model as a picture. An SVG is
// text: no vendor takes it as anything else.
func isImage(f chat.File) bool {
	t := mediaType(f)
	return strings.HasPrefix(t, "image/") && t != "image/svg+xml"
}

func isPDF(f chat.File) bool { return mediaType(f) == "application/pdf" }

// fileText is how a file that is text goes to a model: its content, in a tag
// that holds its name.
func fileText(f chat.File) string {
	open := "<file>"
	if f.Name != "" {
		name := strings.NewReplacer(`"`, "'", "\n", " ", "\r", " ").Replace(f.Name)
		open = `<file name="` + name + `">`
	}
	content := strings.ToValidUTF8(string(f.Data), "\uFFFD")
	return open + "\n" + strings.TrimSuffix(content, "\n") + "\n</file>"
}

// dataURL is the file as a data: URL.
func dataURL(f chat.File) string {
	return "data:" + mediaType(f) + ";base64," + base64.StdEncoding.EncodeToString(f.Data)
}

// fromDataURL is what dataURL made, or a server in its way.
func fromDataURL(url string) (mime string, data []byte, ok bool) {
	head, body, ok := strings.Cut(url, ",")
	mime, isData := strings.CutPrefix(head, "data:")
	mime, isBase64 := strings.CutSuffix(mime, ";base64")
	if !ok || !isData || !isBase64 {
		return "", nil, false
	}
	data, err := base64.StdEncoding.DecodeString(body)
	return mime, data, err == nil
}

// madeImage is the n-th image of an answer, from 1.
func madeImage(n int, mime string, data []byte) chat.File {
	kind := strings.TrimPrefix(mime, "image/")
	if kind == "jpeg" {
		kind = "jpg"
	}
	return chat.File{Name: fmt.Sprintf("image-%d.%s", n, kind), MIME: mime, Data: data}
}
