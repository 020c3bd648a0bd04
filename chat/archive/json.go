package archive

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/google/uuid"

	"neonchat/chat"
)

// version is the version of the documents. It is raised when a program that reads the
// previous version would misread the new one.
const version = 1

// A document is a whole session in JSON: the tree, with every part. Unknown values are
// left out. Its fields are a contract with scripts.
type document struct {
	Version  int       `json:"neonchat"`
	ID       string    `json:"id"`
	Title    exact     `json:"title"`
	Pinned   bool      `json:"pinned,omitempty"`
	Branch   branch    `json:"branch"`
	Created  time.Time `json:"created,omitzero"`
	Updated  time.Time `json:"updated,omitzero"`
	From     *fork     `json:"from,omitempty"`
	Leaf     string    `json:"leaf"`
	Messages []message `json:"messages"`
}

type branch struct {
	ID      exact `json:"id"`
	Name    exact `json:"name"`
	Project exact `json:"project,omitempty"`
	Host    exact `json:"host,omitempty"`
}

type fork struct {
	Session exact `json:"session"`
	Message exact `json:"message"`
}

// A message has the same fields for an answer as -o json.
type message struct {
	ID         string          `json:"id"`
	Parent     string          `json:"parent,omitempty"`
	Role       chat.Role       `json:"role"`
	At         time.Time       `json:"at,omitzero"`
	Model      exact           `json:"model,omitempty"`
	Dialect    exact           `json:"dialect,omitempty"`
	Parts      []part          `json:"parts"`
	StopReason chat.StopReason `json:"stop_reason,omitempty"`
	StopRaw    exact           `json:"stop_raw,omitempty"`
	StopDetail exact           `json:"stop_detail,omitempty"`
	Usage      *usage          `json:"usage,omitempty"`
	Earlier    []usage         `json:"earlier_usage,omitempty"` // of attempts that failed
	Cost       *float64        `json:"cost_usd,omitempty"`
	TTFT       millis          `json:"ttft_ms,omitempty"`
	Duration   millis          `json:"duration_ms,omitempty"`
	Notices    []exact         `json:"notices,omitempty"`
	Error      exact           `json:"error,omitempty"`
}

type usage struct {
	Input       int64 `json:"input_tokens"`
	CachedInput int64 `json:"cached_input_tokens"`
	CacheWrite  int64 `json:"cache_write_tokens"`
	Output      int64 `json:"output_tokens"`
	Reasoning   int64 `json:"reasoning_tokens"`
}

// JSON writes a session as a document that Import reads. The same session always gives
// the same bytes.
func JSON(w io.Writer, s *chat.Session) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(documented(s)); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// JSONArray writes sessions as an array of documents, one at a time.
func JSONArray(w io.Writer, sessions iter.Seq2[*chat.Session, error]) error {
	before := "[\n"
	for s, err := range sessions {
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, before); err != nil {
			return err
		}
		if err := JSON(w, s); err != nil {
			return err
		}
		before = ",\n"
	}
	after := "]\n"
	if before == "[\n" {
		after = "[]\n"
	}
	_, err := io.WriteString(w, after)
	return err
}

func documented(s *chat.Session) document {
	b := s.Branch
	d := document{
		Version: version, ID: s.ID, Title: exact(s.Title), Pinned: s.Pinned, Leaf: s.Leaf,
		Branch:  branch{exact(b.ID), exact(b.Name), exact(b.Project), exact(b.Host)},
		Created: utc(s.Created), Updated: utc(s.Updated),
		Messages: []message{},
	}
	if s.From != (chat.Fork{}) {
		d.From = &fork{exact(s.From.Session), exact(s.From.Message)}
	}
	for _, m := range s.Messages {
		d.Messages = append(d.Messages, written(m))
	}
	return d
}

func written(m chat.Message) message {
	w := message{
		ID: m.ID, Parent: m.Parent, Role: m.Role, At: utc(m.Timing.Started),
		Model: exact(m.Origin.Model), Dialect: exact(m.Origin.Dialect), Parts: []part{},
		StopReason: m.Stop.Reason, StopRaw: exact(m.Stop.Raw), StopDetail: exact(m.Stop.Detail),
		Usage: (*usage)(m.Usage), Cost: m.Cost, TTFT: millis(m.Timing.FirstToken), Duration: millis(m.Timing.Total),
		Notices: exacts(m.Notices), Error: exact(m.Err),
	}
	for _, u := range m.Earlier {
		w.Earlier = append(w.Earlier, usage(u))
	}
	for _, p := range m.Parts {
		w.Parts = append(w.Parts, writtenPart(p))
	}
	return w
}

// utc converts a time to UTC, so that the output is the same everywhere.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}

// read makes a session from a document. It returns an error if the session can't be kept.
func read(data []byte) (*chat.Session, error) {
	var v struct {
		Version int `json:"neonchat"`
	}
	if err := json.Unmarshal(data, &v); err != nil {
		return nil, err
	}
	if v.Version != version {
		return nil, fmt.Errorf("it is of version %d, and this program reads version %d", v.Version, version)
	}
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, err
	}
	if !ours(d.ID) {
		return nil, fmt.Errorf("%q is not the id of a session", d.ID)
	}
	s := &chat.Session{Head: chat.Head{
		ID: d.ID, Title: string(d.Title), Pinned: d.Pinned, Leaf: d.Leaf, Created: sane(d.Created), Updated: sane(d.Updated),
		Branch: chat.Branch{ID: string(d.Branch.ID), Name: string(d.Branch.Name), Project: string(d.Branch.Project), Host: string(d.Branch.Host)},
	}}
	if d.From != nil {
		s.From = chat.Fork{Session: string(d.From.Session), Message: string(d.From.Message)}
	}
	there := map[string]bool{"": true}
	for _, w := range d.Messages {
		m, err := w.read()
		switch {
		case err != nil:
			return nil, fmt.Errorf("message %q: %w", w.ID, err)
		case !ours(m.ID) || there[m.ID]:
			return nil, fmt.Errorf("%q is not the id of a message, or of two", m.ID)
		case !there[m.Parent]:
			return nil, fmt.Errorf("message %q follows %q, which doesn't stand before it", m.ID, m.Parent)
		}
		there[m.ID] = true
		s.Messages = append(s.Messages, m)
	}
	if len(s.Messages) == 0 {
		return nil, ErrEmpty
	}
	if !there[s.Leaf] {
		return nil, fmt.Errorf("it ends in a message %q, which isn't there", s.Leaf)
	}
	return s, nil
}

// sane returns t if it falls in the age of computers, and else the zero time.
func sane(t time.Time) time.Time {
	if t.Year() < 1970 || t.Year() > 2200 {
		return time.Time{}
	}
	return t
}

// ours reports whether an id has the form of this program's ids.
func ours(id string) bool {
	u, err := uuid.Parse(id)
	return err == nil && u.String() == id
}

func (w message) read() (chat.Message, error) {
	m := chat.Message{
		ID: w.ID, Parent: w.Parent, Role: w.Role,
		Timing: chat.Timing{Started: sane(w.At), FirstToken: time.Duration(w.TTFT), Total: time.Duration(w.Duration)},
		Origin: chat.Origin{Dialect: string(w.Dialect), Model: string(w.Model)},
		Usage:  (*chat.Usage)(w.Usage), Cost: w.Cost,
		Stop: chat.Stop{Reason: w.StopReason, Raw: string(w.StopRaw), Detail: string(w.StopDetail)},
		Err:  string(w.Error), Notices: plain(w.Notices),
	}
	if m.Role != chat.User && m.Role != chat.Assistant {
		return m, fmt.Errorf("there is no role %q", m.Role)
	}
	for _, u := range w.Earlier {
		m.Earlier = append(m.Earlier, chat.Usage(u))
	}
	for _, p := range w.Parts {
		read, err := p.read()
		if err != nil {
			return m, err
		}
		m.Parts = append(m.Parts, read)
	}
	return m, nil
}
