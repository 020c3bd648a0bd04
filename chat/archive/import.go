package archive

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"strings"

	"neonchat/chat"
)

// ErrForeign reports that a file is none of the kinds that Import reads.
var ErrForeign = errors.New("this is neither neonchat's JSON nor a data export of ChatGPT or Claude")

// A BrokenError reports one conversation that is left out. Import continues with the
// next.
type BrokenError struct {
	Title string // its title, or its number
	Err   error
}

func (e *BrokenError) Error() string { return fmt.Sprintf("%s: %v", e.Title, e.Err) }
func (e *BrokenError) Unwrap() error { return e.Err }

// Import reads sessions from the documents that JSON writes, one or many, and from the
// data exports of ChatGPT and Claude, either as conversations.json or as the zip file
// that contains it. It detects the format from the content, and holds one session in
// memory at a time.
//
// Sessions from other programs have no branch. Their ids derive from the original ids,
// so importing the same data again gives the same sessions.
//
// A *BrokenError concerns a single conversation. Any other error is the last.
func Import(r io.Reader) iter.Seq2[*chat.Session, error] {
	return func(yield func(*chat.Session, error) bool) {
		head := bufio.NewReader(r)
		start, _ := head.Peek(4)
		if string(start) != "PK\x03\x04" {
			each(head, nil, yield)
			return
		}
		z, err := zipOf(r)
		if err != nil {
			yield(nil, err)
			return
		}
		importZip(z, yield)
	}
}

// zipOf opens a zip file. It needs the whole file, as the directory is at the end.
func zipOf(r io.Reader) (*zip.Reader, error) {
	file, ok := r.(interface {
		io.ReaderAt
		io.Seeker
	})
	if !ok {
		return nil, errors.New("a zip file has to be a file, not a pipe")
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, fmt.Errorf("a zip file has to be a file, not a pipe: %w", err)
	}
	z, err := zip.NewReader(file, size)
	if err != nil {
		return nil, fmt.Errorf("reading the zip file: %w", err)
	}
	return z, nil
}

// importZip reads every JSON file that holds conversations. The other files of an export
// are about the account.
func importZip(z *zip.Reader, yield func(*chat.Session, error) bool) {
	found := false
	a := newAttachments(z)
	for _, f := range z.File {
		if !strings.EqualFold(path.Ext(f.Name), ".json") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			if !yield(nil, fmt.Errorf("reading %s: %w", f.Name, err)) {
				return
			}
			continue
		}
		goesOn := true
		each(r, a, func(s *chat.Session, err error) bool {
			if errors.Is(err, ErrForeign) {
				return true
			}
			found = true
			goesOn = yield(s, err)
			return goesOn
		})
		r.Close()
		if !goesOn {
			return
		}
	}
	if !found {
		yield(nil, ErrForeign)
	}
}

// each reads the values of an array, or consecutive values.
func each(r io.Reader, a *attachments, yield func(*chat.Session, error) bool) {
	text := bufio.NewReader(r)
	if bom, _ := text.Peek(3); string(bom) == "\ufeff" {
		text.Discard(3)
	}
	first, err := firstByte(text)
	if err != nil || first != '[' && first != '{' {
		yield(nil, ErrForeign)
		return
	}
	dec := json.NewDecoder(text)
	if first == '[' {
		dec.Token()
	}
	for n := 1; dec.More(); n++ {
		var data json.RawMessage
		if err := dec.Decode(&data); err != nil {
			yield(nil, fmt.Errorf("the file is broken behind its conversation %d: %w", n-1, err))
			return
		}
		s, err := session(data, a)
		if errors.Is(err, ErrForeign) && n == 1 {
			yield(nil, ErrForeign)
			return
		}
		if err != nil {
			err = &BrokenError{title(data, n), plainly(err)}
		}
		if !yield(s, err) {
			return
		}
	}
	if first == '[' {
		if _, err := dec.Token(); err != nil {
			yield(nil, errors.New("the file is cut: its list of conversations has no end"))
		}
	}
}

// firstByte peeks at the first byte that isn't white space.
func firstByte(r *bufio.Reader) (byte, error) {
	for {
		b, err := r.ReadByte()
		if err != nil {
			return 0, err
		}
		if !strings.ContainsRune(" \t\r\n", rune(b)) {
			return b, r.UnreadByte()
		}
	}
}

// session makes a session from a conversation of either kind.
func session(data []byte, a *attachments) (*chat.Session, error) {
	var kind struct {
		Ours    json.RawMessage `json:"neonchat"`
		ChatGPT json.RawMessage `json:"mapping"`
		Claude  json.RawMessage `json:"chat_messages"`
	}
	if data[0] != '{' {
		return nil, ErrForeign
	}
	if err := json.Unmarshal(data, &kind); err != nil {
		return nil, err
	}
	switch {
	case kind.Ours != nil:
		return read(data)
	case kind.ChatGPT != nil:
		return readChatGPT(data, a)
	case kind.Claude != nil:
		return readClaude(data, a)
	}
	return nil, ErrForeign
}

// title returns a name for a broken conversation.
func title(data []byte, n int) string {
	var d struct {
		Title loose `json:"title"`
		Name  loose `json:"name"`
	}
	json.Unmarshal(data, &d)
	for _, t := range []loose{d.Title, d.Name} {
		if t != "" {
			return fmt.Sprintf("conversation %d, %q", n, oneLine(string(t)))
		}
	}
	return fmt.Sprintf("conversation %d", n)
}

// plainly rewords errors of encoding/json that speak of Go types.
func plainly(err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("its field %q can't be a %s", wrong.Field, wrong.Value)
	}
	return err
}

// loose is a string that accepts any JSON value; anything but a string becomes "".
type loose string

func (l *loose) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte(`"`)) {
		return json.Unmarshal(data, (*string)(l))
	}
	return nil
}
