package catalog

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// maxMember bounds what pick keeps of one key or value, in bytes.
const maxMember = 4 << 20

// pick reads one JSON object from r and returns the values of the given keys,
// byte for byte, as far as they are there. It stops reading when it has them
// all; of a key given twice, the first counts.
//
// The other values are only stepped over: their quotes and brackets are
// counted, nothing is decoded, so this is many times faster than a decoder
// and says nothing of their validity. Memory is bounded by what is kept.
func pick(r io.Reader, keys ...string) (map[string][]byte, error) {
	s := scanner{bufio.NewReaderSize(r, 64<<10)}
	found := make(map[string][]byte, len(keys))
	if err := s.read("{"); err != nil {
		return nil, err
	}
	c, err := s.peek()
	for err == nil && c != '}' {
		if err := s.member(keys, found); err != nil {
			return nil, err
		}
		if len(found) == len(keys) {
			return found, nil
		}
		if c, err = s.peek(); err == nil && c != '}' {
			err = s.read(",")
		}
	}
	return found, err
}

// scanner steps through JSON text.
type scanner struct{ in *bufio.Reader }

// member reads a key and its value, and adds the value to found when the key
// is one of keys.
func (s scanner) member(keys []string, found map[string][]byte) error {
	if c, err := s.peek(); err != nil || c != '"' {
		return misfit(err, c, `"`)
	}
	quoted, err := s.value(true)
	if err != nil {
		return err
	}
	if err := s.read(":"); err != nil {
		return err
	}
	if _, err := s.peek(); err != nil {
		return err
	}
	key, keep := spells(quoted, keys)
	if _, twice := found[key]; twice {
		keep = false
	}
	v, err := s.value(keep)
	if keep && err == nil {
		found[key] = v
	}
	return err
}

// spells returns the one of keys that the JSON string quoted stands for.
func spells(quoted []byte, keys []string) (key string, ok bool) {
	if json.Unmarshal(quoted, &key) != nil {
		return "", false
	}
	return key, slices.Contains(keys, key)
}

// peek steps over white space and returns the byte after it, unread.
func (s scanner) peek() (byte, error) {
	for {
		c, err := s.in.ReadByte()
		if err != nil {
			return 0, early(err)
		}
		if !space(c) {
			return c, s.in.UnreadByte()
		}
	}
}

// read steps over white space and the byte after it, which is to be want.
func (s scanner) read(want string) error {
	c, err := s.peek()
	if err != nil || string(c) != want {
		return misfit(err, c, want)
	}
	_, err = s.in.Discard(1)
	return err
}

// value reads one value, which starts at the next byte, and returns its text
// when keep is set.
func (s scanner) value(keep bool) ([]byte, error) {
	var kept []byte
	var p span
	for {
		// Peek(1) fills the buffer only when nothing is left in it.
		if _, err := s.in.Peek(1); err != nil {
			return nil, early(err)
		}
		window, err := s.in.Peek(s.in.Buffered())
		if err != nil {
			return nil, err
		}
		n, done := p.feed(window)
		if keep {
			if len(kept)+n > maxMember {
				return nil, fmt.Errorf("a value of more than %d bytes", maxMember)
			}
			kept = append(kept, window[:n]...)
		}
		if _, err := s.in.Discard(n); err != nil || done {
			return kept, err
		}
	}
}

// span finds the end of one value that arrives in pieces.
type span struct {
	depth   int
	quoted  bool // inside a string
	escaped bool // after its backslash
}

// feed takes the next piece. It returns how many of its bytes belong to the
// value, and whether the value ends there.
func (p *span) feed(b []byte) (n int, done bool) {
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case p.quoted:
			if i = p.text(b, i); !p.quoted && p.depth == 0 {
				return i + 1, true
			}
		case c == '"':
			p.quoted = true
		case c == '{' || c == '[':
			p.depth++
		case c == '}' || c == ']':
			if p.depth == 0 {
				return i, true // it closes what is around a number
			}
			if p.depth--; p.depth == 0 {
				return i + 1, true
			}
		case p.depth == 0 && (c == ',' || space(c)):
			return i, true // a number, true, false or null is over
		}
	}
	return len(b), false
}

// text returns the index of the quote that ends the string which b[i:] is
// inside of, or len(b) when it goes on.
func (p *span) text(b []byte, i int) int {
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case p.escaped:
			p.escaped = false
		case c == '\\':
			p.escaped = true
		case c == '"':
			p.quoted = false
			return i
		}
	}
	return i
}

func space(c byte) bool { return strings.IndexByte(" \t\r\n", c) >= 0 }

// early is the error of an end inside of the object.
func early(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func misfit(err error, got byte, want string) error {
	if err != nil {
		return err
	}
	return fmt.Errorf("not a JSON object: %q where %s belongs", got, want)
}
