package history

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"neonchat/chat"
)

// Salvage counts what could be saved of a file.
type Salvage struct {
	Sessions int // that were saved
	Partly   int // of these, those of which something is missing
	There    int // that the history had already, with as many messages
	Of       int // sessions that the file has traces of
}

func (s Salvage) String() string {
	text := fmt.Sprintf("salvaged %d of %s", s.Sessions+s.There, counted(s.Of, "session"))
	if s.Partly > 0 {
		text += fmt.Sprintf(", %d of them in part", s.Partly)
	}
	if s.There > 0 {
		text += fmt.Sprintf("; %d of them were here already", s.There)
	}
	return text
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Recover saves what can be read of another history file, a corrupt one too, in
// this one. The file stays as it is.
func (s *Store) Recover(ctx context.Context, path string) (Salvage, error) {
	var done Salvage
	var unread error
	err := s.trying(ctx, "recovering", func(h *handle) (err error) {
		done, err = h.salvage(ctx, path)
		if file := (*fs.PathError)(nil); errors.As(err, &file) {
			unread, err = &Error{Path: path, Problem: "can't be recovered: " + reason(err), hint: "name a history.db, or one that was set aside", err: err}, nil
		}
		return err
	})
	return done, cmp.Or(err, unread)
}

// ErrNothing says that a file has nothing that could be saved.
var ErrNothing = errors.New("no session can be read in it")

func (h *handle) salvage(ctx context.Context, path string) (done Salvage, err error) {
	p, err := openPages(path)
	if err != nil {
		return done, err
	}
	defer p.close()
	w := readWreck(p)
	done.Of = len(w.expected)
	if done.Of == 0 && len(w.votes) == 0 {
		return done, &fs.PathError{Op: "recovering", Path: path, Err: ErrNothing}
	}
	if err := h.compiled.compile(ctx, h.write); err != nil {
		return done, err
	}
	save := func(f func(*saver) error) error {
		return patient(ctx, func() error {
			return inTransaction(ctx, h.write, func(tx *sql.Tx) error { return f(&saver{ctx: ctx, tx: tx, compiled: &h.compiled}) })
		})
	}
	for _, n := range slices.Sorted(maps.Keys(w.expected)) {
		head, messages := w.session(n)
		if len(messages) == 0 {
			continue
		}
		there := false
		err := save(func(s *saver) (err error) {
			if there, err = s.holds(head.ID, len(messages)); err != nil || there {
				return err
			}
			return s.save(head, messages)
		})
		switch {
		case ended(err) || busy(err):
			return done, err
		case err != nil:
			continue // what the next one says is worth having
		case there:
			done.There++
		default:
			done.Sessions++
		}
		if len(messages) < w.expected[n] || w.heads[n].ID == "" {
			done.Partly++
		}
	}
	for _, v := range w.votes {
		if err := save(func(s *saver) error { return s.vote(v) }); ended(err) || busy(err) {
			return done, err
		}
	}
	return done, nil
}

// holds reports whether there is a session with no fewer messages.
func (w *saver) holds(session string, messages int) (there bool, err error) {
	err = w.row(`select count(*) >= ? from messages where session = (select n from sessions where id = ?)`, messages, session).Scan(&there)
	return there && messages > 0, err
}

// A wreck is what a damaged file still tells, by the numbers that it gives.
type wreck struct {
	pages    *pages
	branches map[int64]chat.Branch
	heads    map[int64]chat.Head
	branchOf map[int64]int64          // of a session
	messages map[int64]map[int64]cell // of a session, by their own numbers
	expected map[int64]int            // how many messages a session had
	files    map[hash]cell
	votes    []chat.Vote
	ids      map[int64][]string // by number, of whichever table has an index of them
}

// The tables are told apart by how many columns they have.
const (
	fileColumns    = 3
	branchColumns  = 6
	voteColumns    = 12
	sessionColumns = 16
	messageColumns = 19
)

func readWreck(p *pages) *wreck {
	w := &wreck{
		pages: p, branches: map[int64]chat.Branch{}, heads: map[int64]chat.Head{}, branchOf: map[int64]int64{},
		messages: map[int64]map[int64]cell{}, expected: map[int64]int{}, files: map[hash]cell{}, ids: map[int64][]string{},
	}
	known := map[int64]map[int64]bool{} // messages by the rows and by the index of their ids
	expect := func(session, message int64) {
		if known[session] == nil {
			known[session] = map[int64]bool{}
		}
		known[session][message] = true
	}
	for r := range p.records() {
		switch {
		case r.index && len(r.values) == 3: // session, id, n
			session, isInt := r.values[0].(int64)
			_, isText := r.values[1].(string)
			n, isRow := r.values[2].(int64)
			if isInt && isText && isRow {
				expect(session, n)
			}
		case r.index && len(r.values) == 2: // id, n
			id, isText := r.values[0].(string)
			n, isRow := r.values[1].(int64)
			if isText && isRow && uuid.Validate(id) == nil {
				w.ids[n] = append(w.ids[n], id)
			}
		case r.index:
		case len(r.values) == messageColumns:
			session := r.integer(1)
			if w.messages[session] == nil {
				w.messages[session] = map[int64]cell{}
			}
			w.messages[session][r.n] = r.at
			expect(session, r.n)
		case len(r.values) == sessionColumns:
			w.heads[r.n] = r.head()
			w.branchOf[r.n] = r.integer(2)
		case len(r.values) == branchColumns:
			w.branches[r.n] = chat.Branch{ID: r.text(1), Name: r.text(2), Project: r.text(3), Host: r.text(4)}
		case len(r.values) == fileColumns:
			if key, ok := r.values[1].([]byte); ok && len(key) == len(hash{}) {
				w.files[hash(key)] = r.at
			}
		case len(r.values) == voteColumns:
			w.votes = append(w.votes, r.vote())
		}
	}
	for session, messages := range known {
		w.expected[session] = len(messages)
	}
	return w
}

func (r record) text(i int) string {
	s, _ := r.values[i].(string)
	return s
}

func (r record) integer(i int) int64 {
	n, _ := r.values[i].(int64)
	return n
}

func (r record) head() chat.Head {
	return chat.Head{
		ID: r.text(1), Title: r.text(3), Pinned: r.integer(4) != 0, Leaf: r.text(5), From: chat.Fork{Session: r.text(6), Message: r.text(7)},
		Created: moment(r.integer(8)), Updated: moment(r.integer(9)),
	}
}

func (r record) vote() chat.Vote {
	v := chat.Vote{
		ID: r.text(1), At: moment(r.integer(2)), Branch: r.text(3), Session: r.text(4), Question: r.text(5), Tag: r.text(6),
		Blind: r.integer(7) != 0, Winner: r.text(9), Tie: r.integer(10) != 0, Judge: r.text(11),
	}
	json.Unmarshal([]byte(r.text(8)), &v.Targets) // of what is broken none
	return v
}

// session puts a session together. A message whose own is lost follows the one
// before it.
func (w *wreck) session(n int64) (chat.Head, []chat.Message) {
	var messages []chat.Message
	there := map[string]bool{"": true}
	last := ""
	for _, at := range slices.Sorted(maps.Keys(w.messages[n])) {
		m, ok := w.message(w.messages[n][at])
		if !ok || there[m.ID] {
			continue
		}
		if !there[m.Parent] {
			m.Parent = last
		}
		messages = append(messages, m)
		there[m.ID], last = true, m.ID
	}
	return w.head(n, messages, there[w.heads[n].Leaf]), messages
}

// id is that of a session whose row is lost, by the index: the one that is nothing
// else's. Branches have no ids of this form.
func (w *wreck) id(n int64) string {
	left := slices.DeleteFunc(slices.Clone(w.ids[n]), func(id string) bool {
		return slices.ContainsFunc(w.votes, func(v chat.Vote) bool { return v.ID == id })
	})
	if len(left) != 1 {
		return ""
	}
	return left[0]
}

// salvaged is the branch of what has lost its own.
const salvaged = "salvaged"

func (w *wreck) head(n int64, messages []chat.Message, leaf bool) chat.Head {
	h := w.heads[n]
	if len(messages) == 0 {
		return h
	}
	first, last := messages[0], messages[len(messages)-1]
	if h.ID == "" { // the same whenever it is salvaged
		h.ID = w.id(n)
	}
	if h.ID == "" {
		h.ID = uuid.NewSHA1(uuid.NameSpaceURL, []byte("neonchat:"+salvaged+":"+first.ID)).String()
	}
	if w.heads[n].ID == "" {
		h.Title = chat.Title(first)
		h.Created, h.Updated = first.Timing.Started, last.Timing.Started
	}
	if h.Leaf == "" || !leaf {
		h.Leaf = last.ID
	}
	h.Branch = w.branches[w.branchOf[n]]
	if h.Branch.ID == "" && len(w.branches) == 1 {
		for _, only := range w.branches {
			h.Branch = only
		}
	}
	if h.Branch.ID == "" {
		h.Branch = chat.Branch{ID: salvaged, Name: salvaged}
	}
	return h
}

func (w *wreck) message(at cell) (m chat.Message, ok bool) {
	r, ok := w.pages.at(at)
	if !ok || len(r.values) != messageColumns || r.text(2) == "" {
		return m, false
	}
	m = chat.Message{
		ID: r.text(2), Parent: r.text(3), Role: chat.Role(r.text(4)),
		Timing: chat.Timing{Started: moment(r.integer(5)), FirstToken: time.Duration(r.integer(6)), Total: time.Duration(r.integer(7))},
		Origin: chat.Origin{Dialect: r.text(8), Model: r.text(9)},
		Stop:   chat.Stop{Reason: chat.StopReason(r.text(12)), Raw: r.text(13), Detail: r.text(14)},
		Err:    r.text(15),
	}
	switch cost := r.values[10].(type) {
	case float64:
		m.Cost = &cost
	case int64: // how a whole number is kept
		m.Cost = new(float64(cost))
	}
	var counts *keptCounts
	json.Unmarshal([]byte(cmp.Or(r.text(11), "null")), &counts) // of what is broken none
	counts.give(&m)
	json.Unmarshal([]byte(cmp.Or(r.text(16), "null")), &m.Notices)
	m.Parts, ok = w.parts(r.text(17))
	return m, ok
}

// parts are those of a message, with a word in the place of a file whose data is
// lost.
func (w *wreck) parts(text string) (parts []chat.Part, ok bool) {
	var kept keptParts
	if json.Unmarshal([]byte(text), &kept) != nil {
		return nil, false
	}
	files := attached{}
	for _, k := range kept.Parts {
		if k.File != nil {
			w.load(k.File.Hash, files)
		}
		for _, f := range k.Files {
			w.load(f.Hash, files)
		}
		p, err := k.part(files)
		if err != nil && k.File != nil {
			p, err = chat.Text{Text: "[file " + string(k.File.Name) + ": lost]"}, nil
		}
		if err == nil {
			parts = append(parts, p)
		}
	}
	return parts, true
}

func (w *wreck) load(key hash, files attached) {
	at, ok := w.files[key]
	if !ok {
		return
	}
	if r, ok := w.pages.at(at); ok {
		data, _ := r.values[2].([]byte)
		files[key] = append([]byte{}, data...)
	}
}
