package history

import (
	"encoding/binary"
	"io"
	"iter"
	"maps"
	"math"
	"os"
)

// pages reads the rows of a database file that SQLite refuses: page by page,
// each for itself, so that a broken one costs no more than what is on it. It
// knows of SQLite's file format what that needs, and nothing of our tables.
type pages struct {
	file, log *os.File // log is nil where there is none
	size      int64    // of a page
	usable    int64    // of its bytes
	count     int64
	newer     map[int64]int64 // where in the log a page is that was written since
	free      map[int64]bool  // pages that belong to nothing any more
}

// A cell is where a row is.
type cell struct{ page, offset int64 }

// A record is a row, or an entry of an index. Its values are nil, int64, float64,
// string and []byte.
type record struct {
	at     cell
	n      int64 // of a row
	index  bool
	values []any
}

func openPages(path string) (*pages, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	p := &pages{file: f, newer: map[int64]int64{}, free: map[int64]bool{}}
	header := make([]byte, 100)
	f.ReadAt(header, 0) // of what isn't there nothing is read
	p.size = pageSize(int64(binary.BigEndian.Uint16(header[16:])))
	reserved := int64(header[20])
	if p.size == 0 || reserved > 64 {
		p.size, reserved = 4096, 0 // what everybody has
	}
	p.usable = p.size - reserved
	if info, err := f.Stat(); err == nil {
		p.count = info.Size() / p.size
	}
	if log, err := os.Open(path + "-wal"); err == nil {
		p.log = log
		p.readLog()
	}
	p.readFree(header)
	return p, nil
}

func pageSize(n int64) int64 {
	switch {
	case n == 1:
		return 1 << 16
	case n >= 512 && n <= 1<<15 && n&(n-1) == 0:
		return n
	}
	return 0
}

func (p *pages) close() {
	p.file.Close()
	if p.log != nil {
		p.log.Close()
	}
}

// readLog finds the pages of the log: those up to its last commit.
func (p *pages) readLog() {
	header, frame := make([]byte, 32), make([]byte, 24)
	if _, err := p.log.ReadAt(header, 0); err != nil {
		return
	}
	if int64(binary.BigEndian.Uint32(header[8:])) != p.size {
		return
	}
	salt := string(header[16:24])
	uncommitted := map[int64]int64{}
	for at := int64(len(header)); ; at += int64(len(frame)) + p.size {
		if _, err := p.log.ReadAt(frame, at); err != nil || string(frame[8:16]) != salt {
			return
		}
		uncommitted[int64(binary.BigEndian.Uint32(frame))] = at + int64(len(frame))
		if total := int64(binary.BigEndian.Uint32(frame[4:])); total > 0 {
			maps.Copy(p.newer, uncommitted)
			p.count = max(p.count, total)
			clear(uncommitted)
		}
	}
}

// readFree finds the pages that were given back: what is on them was deleted.
func (p *pages) readFree(header []byte) {
	if first, ok := p.page(1); ok {
		header = first
	}
	trunk := int64(binary.BigEndian.Uint32(header[32:]))
	for trunk > 0 && trunk <= p.count && !p.free[trunk] {
		p.free[trunk] = true
		b, ok := p.page(trunk)
		if !ok {
			return
		}
		trunk = int64(binary.BigEndian.Uint32(b))
		leaves := min(int64(binary.BigEndian.Uint32(b[4:])), p.usable/4-2)
		for i := range leaves {
			p.free[int64(binary.BigEndian.Uint32(b[8+4*i:]))] = true
		}
	}
}

// page reads a page, by its number from 1.
func (p *pages) page(n int64) ([]byte, bool) {
	if n < 1 || n > p.count {
		return nil, false
	}
	b := make([]byte, p.size)
	var from io.ReaderAt = p.file
	at, logged := p.newer[n]
	if logged {
		from = p.log
	} else {
		at = (n - 1) * p.size
	}
	_, err := from.ReadAt(b, at)
	return b, err == nil
}

// The kinds of pages that hold something.
const (
	tableLeaf     = 0x0d
	indexLeaf     = 0x0a
	indexInterior = 0x02
)

// records are what can be read, in the order of the pages.
func (p *pages) records() iter.Seq[record] {
	return func(yield func(record) bool) {
		for n := int64(1); n <= p.count; n++ {
			b, ok := p.page(n)
			if !ok || p.free[n] {
				continue
			}
			for _, offset := range cells(b, n) {
				r, ok := p.record(b, cell{n, offset})
				if ok && !yield(r) {
					return
				}
			}
		}
	}
}

// at reads a record again.
func (p *pages) at(c cell) (record, bool) {
	b, ok := p.page(c.page)
	if !ok {
		return record{}, false
	}
	return p.record(b, c)
}

func headerAt(page int64) int64 {
	if page == 1 {
		return 100 // behind the file's header
	}
	return 0
}

// cells are the offsets of a page's cells.
func cells(b []byte, page int64) (offsets []int64) {
	h := headerAt(page)
	list := h + 8
	switch b[h] {
	case tableLeaf, indexLeaf:
	case indexInterior:
		list += 4
	default:
		return nil
	}
	for i := range int64(binary.BigEndian.Uint16(b[h+3:])) {
		at := list + 2*i
		if at+2 > int64(len(b)) {
			break
		}
		if offset := int64(binary.BigEndian.Uint16(b[at:])); offset > at && offset < int64(len(b)) {
			offsets = append(offsets, offset)
		}
	}
	return offsets
}

func (p *pages) record(b []byte, c cell) (record, bool) {
	kind := b[headerAt(c.page)]
	r := record{at: c, index: kind != tableLeaf}
	rest := b[c.offset:p.usable]
	if kind == indexInterior {
		rest = rest[min(4, len(rest)):]
	}
	length, rest, ok := varint(rest)
	if ok && !r.index {
		r.n, rest, ok = varint(rest)
	}
	if !ok || length <= 0 || length > p.count*p.size {
		return r, false
	}
	payload, ok := p.payload(rest, length, r.index)
	if !ok {
		return r, false
	}
	r.values, ok = values(payload)
	return r, ok
}

// payload is what a cell holds, and the pages that it overflows to.
func (p *pages) payload(b []byte, length int64, index bool) ([]byte, bool) {
	most := p.usable - 35
	if index {
		most = (p.usable-12)*64/255 - 23
	}
	local := length
	if length > most {
		least := (p.usable-12)*32/255 - 23
		if local = least + (length-least)%(p.usable-4); local > most {
			local = least
		}
	}
	if local > int64(len(b)) {
		return nil, false
	}
	payload := append(make([]byte, 0, length), b[:local]...)
	if local == length {
		return payload, true
	}
	if local+4 > int64(len(b)) {
		return nil, false
	}
	next := int64(binary.BigEndian.Uint32(b[local:]))
	for int64(len(payload)) < length {
		more, ok := p.page(next)
		if !ok {
			return nil, false
		}
		next = int64(binary.BigEndian.Uint32(more))
		payload = append(payload, more[4:4+min(length-int64(len(payload)), p.usable-4)]...)
	}
	return payload, true
}

// values reads a record. One whose lengths don't add up is none.
func values(payload []byte) (all []any, ok bool) {
	size, rest, ok := varint(payload)
	if !ok || size < 1 || size > int64(len(payload)) {
		return nil, false
	}
	types := payload[int64(len(payload)-len(rest)):size]
	body := payload[size:]
	for len(types) > 0 {
		var kind int64
		if kind, types, ok = varint(types); !ok {
			return nil, false
		}
		n := width(kind)
		if n < 0 || n > int64(len(body)) {
			return nil, false
		}
		all = append(all, value(kind, body[:n]))
		body = body[n:]
	}
	return all, len(body) == 0
}

// width is how many bytes a value of a type has, less than 0 for no type.
func width(kind int64) int64 {
	switch {
	case kind >= 12:
		return (kind - 12) / 2
	case kind < 0 || kind > 9:
		return -1
	}
	return [...]int64{0, 1, 2, 3, 4, 6, 8, 8, 0, 0}[kind]
}

func value(kind int64, b []byte) any {
	switch {
	case kind == 0:
		return nil
	case kind >= 12 && kind%2 == 0:
		return b
	case kind >= 12:
		return string(b)
	case kind >= 8:
		return kind - 8
	}
	n := int64(0)
	for i, c := range b {
		if i == 0 {
			n = int64(int8(c))
			continue
		}
		n = n<<8 | int64(c)
	}
	if kind == 7 {
		return math.Float64frombits(uint64(n))
	}
	return n
}

// varint reads SQLite's integer of one to nine bytes.
func varint(b []byte) (n int64, rest []byte, ok bool) {
	for i := range min(9, len(b)) {
		if i == 8 {
			return n<<8 | int64(b[i]), b[9:], true
		}
		n = n<<7 | int64(b[i]&0x7f)
		if b[i] < 0x80 {
			return n, b[i+1:], true
		}
	}
	return 0, nil, false
}
