package answer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/dustin/go-humanize"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/cmd/program"
)

// mostInput limits how many bytes are read from standard input. No model takes nearly as
// much; reading on only serves to report the size.
const mostInput = 1 << 30

// readInput reads piped input, or returns "" if standard input is a terminal. It prints a
// notice when nothing arrives for a while, since a pipe that nobody closes looks like a
// program that hangs.
func readInput(ctx context.Context, p *program.Program, limit int) (string, error) {
	if p.IsTerminal(p.In) || p.Flags.Plain {
		return "", nil
	}
	if info, err := p.In.Stat(); err == nil && info.IsDir() {
		return "", program.Usagef("name its files, each with -f", "standard input is a folder")
	}
	waiting := time.AfterFunc(3*time.Second, func() {
		p.Status.Notice("waiting for standard input to end (</dev/null gives none)")
	})
	defer waiting.Stop()
	type result struct {
		data []byte
		size int64
		err  error
	}
	read := make(chan result, 1)
	go func() { // ends with the input, or with the process
		data, size, err := readUpTo(p.In, 2*bytesPerToken*limit, mostInput)
		read <- result{data, size, err}
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case <-after(p.Settings.Timeout):
		return "", Failure(fmt.Sprintf("standard input did not end within %s", p.Settings.Timeout), "give it more time with --timeout, or none with </dev/null")
	case r := <-read:
		if r.err != nil {
			return "", fmt.Errorf("reading standard input: %w", r.err)
		}
		if kind := binary(whole(r.data, r.size)); kind != "" {
			hint := "send an image or a PDF with -f"
			if strings.HasPrefix(kind, "UTF-16") || kind == notUTF8 {
				hint = "convert it to UTF-8: iconv does"
			}
			return "", program.Usagef(hint, "standard input is binary (%s, %s), not text", kind, humanize.Bytes(uint64(r.size)))
		}
		if int64(len(r.data)) < r.size {
			return string(r.data), TooMuchError{r.size}
		}
		return strings.TrimPrefix(string(r.data), ByteOrderMark), nil
	}
}

// ByteOrderMark is the mark that some programs write before UTF-8 text. It is not part of
// the text.
const ByteOrderMark = "\ufeff"

// after returns a channel that fires after d, or never if d is 0.
func after(d time.Duration) <-chan time.Time {
	if d == 0 {
		return nil
	}
	return time.After(d)
}

// TooMuchError reports an input that was read to its end but is too long to keep.
type TooMuchError struct{ bytes int64 }

func (e TooMuchError) Error() string {
	return "more input than any model takes: " + humanize.Bytes(uint64(e.bytes))
}

// readUpTo reads r to its end. It keeps the first bytes, and counts up to most.
func readUpTo(r io.Reader, keep, most int) (data []byte, n int64, err error) {
	data, err = io.ReadAll(io.LimitReader(r, int64(keep)))
	if err != nil {
		return nil, 0, err
	}
	more, err := io.Copy(io.Discard, io.LimitReader(r, int64(most-keep)))
	return data, int64(len(data)) + more, err
}

const notUTF8 = "not UTF-8"

// binary names the type of data that isn't text.
func binary(data []byte) string {
	head := data[:min(len(data), 8<<10)]
	if !strings.Contains(string(head), "\x00") && utf8.Valid(data) {
		return ""
	}
	if kind, _, _ := strings.Cut(http.DetectContentType(head), ";"); kind != "application/octet-stream" && !strings.HasPrefix(kind, "text/") {
		return kind
	}
	if len(head) > 1 && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff) {
		return "UTF-16 text"
	}
	return notUTF8
}

// whole drops an incomplete last character, if data was cut off at our limit.
func whole(data []byte, size int64) []byte {
	for i := range utf8.UTFMax {
		if int64(len(data)) < size && i <= len(data) && utf8.Valid(data[:len(data)-i]) {
			return data[:len(data)-i]
		}
	}
	return data
}

// join joins the prompt and the input with a blank line in between.
func join(prompt, input string) string {
	if prompt == "" || input == "" {
		return prompt + input
	}
	return prompt + "\n\n" + input
}

// bytesPerToken is the approximate size of a token of plain text.
const bytesPerToken = 4

// PromptLimit returns the maximum prompt length of the model, in tokens. If it isn't
// known, PromptLimit returns more than any model takes.
func PromptLimit(m catalog.Model) int {
	if n := m.PromptLimit(); n > 0 {
		return n
	}
	return 10_000_000
}

// fits rejects a prompt that is certainly too long for the model. It allows an extra
// quarter, since the size of a token is an estimate.
func fits(m catalog.Model, id string, bytes int64) error {
	tokens, limit := float64(bytes)/bytesPerToken, PromptLimit(m)
	if tokens <= 1.25*float64(limit) {
		return nil
	}
	return program.Usagef("send less of it, or choose a model with a larger context ('neonchat models')",
		"the prompt is too long: %s, about %s tokens, and %s takes %s", humanize.Bytes(uint64(bytes)), humanize.Comma(int64(math.Round(tokens))), id, humanize.Comma(int64(limit)))
}

// ReadFile reads a file to attach.
func ReadFile(path string) (chat.File, error) {
	const hint = "text, png, jpeg, gif, webp and pdf can be sent"
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return chat.File{}, program.Usagef("", "there is no file %s", path)
	case err != nil:
		return chat.File{}, program.Usagef("", "%w", err)
	case info.IsDir():
		return chat.File{}, program.Usagef("name its files, each with -f", "%s is a folder", path)
	case info.Size() > mostFile:
		return chat.File{}, program.Usagef("send a part of it", "%s has %s, and the gateway takes at most 32 MiB a request", path, humanize.Bytes(uint64(info.Size())))
	}
	data, err := readSome(path)
	if err == nil && len(data) > mostFile {
		return chat.File{}, program.Usagef("send a part of it", "%s has more than %s, and the gateway takes at most 32 MiB a request", path, humanize.Bytes(mostFile))
	}
	if err != nil {
		return chat.File{}, program.Usagef("", "%w", err)
	}
	if len(data) == 0 {
		return chat.File{}, program.Usagef("", "%s is empty", path)
	}
	f := chat.File{Name: filepath.Base(path), Data: data}
	kind, _, _ := strings.Cut(http.DetectContentType(data), ";")
	switch kind {
	case "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf":
		f.MIME = kind
		return f, nil
	}
	if kind := binary(data); kind != "" {
		return chat.File{}, program.Usagef(hint, "%s can't be sent: it is %s", path, kind)
	}
	f.MIME, f.Data = "text/plain", bytes.TrimPrefix(data, []byte(ByteOrderMark))
	if len(f.Data) == 0 {
		return chat.File{}, program.Usagef("", "%s is empty", path)
	}
	return f, nil
}

// mostFile is the maximum size in bytes of a file that fits into a request as base64.
const mostFile = 24 << 20

// readSome reads a file, but little more than can be sent. Devices and pipes have no size
// to check beforehand.
func readSome(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, mostFile+1))
}
