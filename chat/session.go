package chat

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
)

// A Session is a conversation. Its messages form a tree: editing a question or asking
// for another answer adds a sibling and overwrites nothing. The zero value is an empty
// session.
type Session struct {
	Head
	Messages []Message // parents come before their children
}

// A Head holds a session's data without its messages.
type Head struct {
	ID      string
	Branch  Branch
	Title   string // "" until a question was asked
	Pinned  bool
	Leaf    string // the parent of the next message
	From    Fork   // zero unless the session is a fork
	Created time.Time
	Updated time.Time // when a message was last added
}

// A Branch is the Neon branch that a session belongs to. The ID is its
// identity; the name is a label that can change. Project and Host may be empty.
type Branch struct {
	ID      string
	Name    string
	Project string
	Host    string
}

// A Fork names the message of another session that a session was forked from.
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

// Find returns the message with the given id.
func (s *Session) Find(id string) (Message, bool) {
	for i := len(s.Messages) - 1; i >= 0; i-- {
		if s.Messages[i].ID == id {
			return s.Messages[i], true
		}
	}
	return Message{}, false
}

// Siblings returns all versions of a message, including itself: the messages with the
// same parent and role, in the order they were added.
func (s *Session) Siblings(m Message) []Message {
	var found []Message
	for _, other := range s.Messages {
		if other.Parent == m.Parent && other.Role == m.Role {
			found = append(found, other)
		}
	}
	return found
}

// Newest follows the latest child of each message down to a leaf.
func (s *Session) Newest(id string) string {
	for _, m := range s.Messages { // parents come before their children
		if m.Parent == id {
			id = m.ID
		}
	}
	return id
}

// Fork returns a new session with a copy of the path to a message. It records where it
// was forked from. The copied messages get new ids.
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

// Copied reports whether a message was copied when the session was forked, because it
// is older than the fork. Its cost belongs to the original session.
func (h Head) Copied(m Message) bool {
	at := m.Timing.Started
	return h.From.Session != "" && !at.IsZero() && at.Before(h.Created)
}

// titleLength is the maximum length of a title, in characters.
const titleLength = 80

// Title makes a session's title from its first question. It takes the first line that
// has words, folds its spaces and cuts it to length. If no line has words, it returns
// the name of the first file, or "".
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

// titled turns a line into a title. It returns "" for a line without words, such as a
// rule or a code fence.
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

// NewID returns a UUIDv7. Such ids sort by creation time.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }
