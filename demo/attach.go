package demo

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // for their headers
	_ "image/jpeg"
	"image/png"
	"net/http"
	"strings"
)

// The prices of attachments, whatever their size.
const (
	imageTokens   = 765
	pdfPageTokens = 1500
)

func (f file) isImage() bool { return strings.HasPrefix(f.mime, "image/") }

func (f file) isPDF() bool { return f.mime == "application/pdf" }

func (f file) isText() bool { return strings.HasPrefix(f.mime, "text/") }

func (f file) tokens() int {
	switch {
	case f.isPDF():
		return pdfPageTokens * max(pages(f.data), 1)
	case f.isText():
		return count(string(f.data))
	}
	return imageTokens
}

// dataURL reads a file out of a data: URL; any other URL is kept as one.
func dataURL(url string) (file, error) {
	rest, ok := strings.CutPrefix(url, "data:")
	if !ok {
		return file{mime: "image/*", url: url}, nil
	}
	mime, encoded, ok := strings.Cut(rest, ";base64,")
	if !ok {
		return file{}, fmt.Errorf("the data URL is not base64")
	}
	return inline(mime, encoded)
}

func inline(mime, encoded string) (file, error) {
	data, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return file{}, fmt.Errorf("invalid base64 data")
	}
	return file{mime: mime, data: data}, nil
}

// mislabelled is the type an image really has, when that is not the one it
// was sent as.
func (f file) mislabelled() string {
	if !f.isImage() || f.url != "" {
		return ""
	}
	if is := http.DetectContentType(f.data); is != f.mime {
		return is
	}
	return ""
}

// received says what was attached.
func received(files []file) string {
	var b strings.Builder
	b.WriteString("I received:\n\n")
	for i, f := range files {
		fmt.Fprintf(&b, "%d. %s\n", i+1, f.describe())
	}
	return b.String() + "\n"
}

func (f file) describe() string {
	name := ""
	if f.name != "" {
		name = "`" + strings.Map(printable, f.name) + "`, "
	}
	size := fmt.Sprintf("%d bytes", len(f.data))
	switch {
	case f.url != "":
		return name + "a link to " + f.url
	case f.isImage():
		what := name + "an image (" + f.mime
		if w, h := pixels(f.data); w > 0 {
			what += fmt.Sprintf(", %d × %d pixels", w, h)
		}
		return what + "), " + size
	case f.isPDF():
		if n := pages(f.data); n > 0 {
			return fmt.Sprintf("%sa PDF of %d %s, %s", name, n, plural(n, "page"), size)
		}
		return name + "a PDF, " + size
	case f.isText():
		return name + "a text (" + f.mime + "), " + size
	}
	return name + "a file (" + f.mime + "), " + size
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// pixels is the size a picture's header gives, or zeros.
func pixels(data []byte) (w, h int) {
	if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		return c.Width, c.Height
	}
	if len(data) < 30 || string(data[:4]) != "RIFF" || string(data[8:12]) != "WEBP" {
		return 0, 0
	}
	le := binary.LittleEndian
	switch string(data[12:16]) {
	case "VP8 ":
		return int(le.Uint16(data[26:])) & 0x3fff, int(le.Uint16(data[28:])) & 0x3fff
	case "VP8L":
		bits := le.Uint32(data[21:])
		return int(bits&0x3fff) + 1, int(bits>>14&0x3fff) + 1
	case "VP8X":
		w := int(data[24]) | int(data[25])<<8 | int(data[26])<<16
		h := int(data[27]) | int(data[28])<<8 | int(data[29])<<16
		return w + 1, h + 1
	}
	return 0, 0
}

// pages counts the page objects of a PDF that doesn't compress them.
func pages(data []byte) int {
	n := 0
	for _, key := range []string{"/Type /Page", "/Type/Page"} {
		n += bytes.Count(data, []byte(key)) - bytes.Count(data, []byte(key+"s"))
	}
	return n
}

// draw makes a small picture.
func draw() []byte {
	const size = 96
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			img.SetNRGBA(x, y, color.NRGBA{R: uint8(x * 2), G: uint8(229 - y), B: uint8(x + y), A: 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}
