package chat

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
)

// A Session is a conversation. Its messages form a tree: editing an earlier
// question or asking for another answer grows a sibling, and nothing is
// overwritten. The zero value is an empty session.
type Session struct {
	Head
	Messages []Message // a message stands behind its parent
}

// A Head is what is known of a session beside its messages.
type Head struct {
	ID      string
	Branch  Branch
	Title   string // "" until something was asked
	Pinned  bool
	Leaf    string // the message that the next one follows
	From    Fork   // zero unless the session is a fork
	Created time.Time
	Updated time.Time // when something was last said
}

// A Branch is the Neon branch that a session belongs to. The ID is its
// identity; the name is a label that can change. Project and Host may be empty.
type Branch struct {
	ID      string
	Name    string
	Project string
	Host    string
}

// A Fork is where a session comes from: a message of another session.
type Fork struct {
	Session string
	Message string
}

// Add adds a message after the leaf and makes it the leaf. It returns the
// message with its id and parent.
func (s *Session) Add(m Message) Message {
	if m.ID == "" {
		m.ID = NewID()
	}
	m.Parent = s.Leaf
	s.Messages = append(s.Messages, m)
	s.Leaf = m.ID
	return m
}

// Path returns the messages from the root to the leaf: the conversation as a
// model gets it.
func (s *Session) Path() []Message { return s.PathTo(s.Leaf) }

// PathTo returns the messages from the root to the one with an id.
func (s *Session) PathTo(id string) []Message {
	var path []Message
	for i := len(s.Messages) - 1; i >= 0 && id != ""; i-- {
		if m := s.Messages[i]; m.ID == id {
			path = append(path, m)
			id = m.Parent
		}
	}
	slices.Reverse(path)
	return path
}

// Find gives the message with an id.
func (s *Session) Find(id string) (Message, bool) {
	for i := len(s.Messages) - 1; i >= 0; i-- {
		if s.Messages[i].ID == id {
			return s.Messages[i], true
		}
	}
	return Message{}, false
}

// Siblings are the versions of a message, itself among them: those of its side
// that follow the same one, in the order in which they came.
func (s *Session) Siblings(m Message) []Message {
	var found []Message
	for _, other := range s.Messages {
		if other.Parent == m.Parent && other.Role == m.Role {
			found = append(found, other)
		}
	}
	return found
}

// Newest follows the latest children of a message down to a leaf.
func (s *Session) Newest(id string) string {
	for _, m := range s.Messages { // a message stands behind its parent
		if m.Parent == id {
			id = m.ID
		}
	}
	return id
}

// Fork is a session of its own that begins with the way to a message and
// remembers where it comes from. Its messages are copies with ids of their own.
func (s *Session) Fork(message string, now time.Time) *Session {
	f := &Session{Head: Head{
		ID: NewID(), Branch: s.Branch, Title: s.Title, From: Fork{s.ID, message}, Created: now, Updated: now,
	}}
	for _, m := range s.PathTo(message) {
		m.ID = NewID()
		f.Add(m)
	}
	return f
}

// Copied reports whether a message was copied when the session was forked: it was
// begun before that. What it cost was spent in the other session.
func (h Head) Copied(m Message) bool {
	at := m.Timing.Started
	return h.From.Session != "" && !at.IsZero() && at.Before(h.Created)
}

// titleLength is how many characters of a question make a title.
const titleLength = 80

// Title makes the title of a session of its first question: the first line that
// has words, with its spaces folded and its end cut. Where there are none it is the
// name of the first file, or "".
func Title(question Message) string {
	for line := range strings.Lines(question.Text()) {
		if title := titled(line); title != "" {
			return title
		}
	}
	for _, p := range question.Parts {
		if f, ok := p.(File); ok && titled(f.Name) != "" {
			return titled(f.Name)
		}
	}
	return ""
}

// titled is a line as a title, "" where it has no words: a rule, the fence of a
// code block.
func titled(line string) string {
	words := strings.Join(strings.Fields(line), " ")
	fence := strings.HasPrefix(words, "```") || strings.HasPrefix(words, "~~~")
	if fence || !strings.ContainsFunc(words, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
		return ""
	}
	if r := []rune(words); len(r) > titleLength {
		words = strings.TrimSpace(string(r[:titleLength-1])) + "…"
	}
	return words
}

// NewID is a UUIDv7: ids sort by the time that they were made at.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }
