package chat

import (
	"slices"

	"github.com/google/uuid"
)

// A Session is a conversation. Its messages form a tree: editing an earlier
// question or asking for another answer grows a sibling, and nothing is
// overwritten. The zero value is an empty session.
type Session struct {
	ID       string
	Messages []Message // a message stands behind its parent
	Leaf     string    // the message that the next one follows
}

// Add puts a message behind the leaf and makes it the leaf. It gives the message
// as it was kept, with its id and its parent.
func (s *Session) Add(m Message) Message {
	if m.ID == "" {
		m.ID = newID()
	}
	m.Parent = s.Leaf
	s.Messages = append(s.Messages, m)
	s.Leaf = m.ID
	return m
}

// Path is the way from the root to the leaf: the conversation as a model is
// told it.
func (s *Session) Path() []Message {
	var path []Message
	next := s.Leaf
	for i := len(s.Messages) - 1; i >= 0 && next != ""; i-- {
		if m := s.Messages[i]; m.ID == next {
			path = append(path, m)
			next = m.Parent
		}
	}
	slices.Reverse(path)
	return path
}

// newID is a UUIDv7: ids sort by the time that they were made at.
func newID() string { return uuid.Must(uuid.NewV7()).String() }
