package thread

import (
	"slices"

	"neonchat/chat"
)

// A tree finds its way in a session's messages, however many there are: it
// notes where each stands and what follows it, once, when it comes.
type tree struct {
	session  *chat.Session
	seen     int                 // messages that are noted
	at       map[string]int      // where a message stands in the session
	children map[string][]string // by the parent's id, as they came; "" has the roots
	trod     map[string]string   // the child of a message that was on the way to the leaf last
}

func newTree(s *chat.Session) *tree {
	return &tree{session: s, at: map[string]int{}, children: map[string][]string{}, trod: map[string]string{}}
}

// grow notes what has come since.
func (t *tree) grow() {
	for ; t.seen < len(t.session.Messages); t.seen++ {
		m := t.session.Messages[t.seen]
		t.at[m.ID] = t.seen
		t.children[m.Parent] = append(t.children[m.Parent], m.ID)
	}
}

// Message gives the message with an id, nil when there is none.
func (t *tree) Message(id string) *chat.Message {
	t.grow()
	i, ok := t.at[id]
	if !ok {
		return nil
	}
	return &t.session.Messages[i]
}

// way is where the messages from the root to the leaf stand. It is remembered as
// the one that was gone last.
func (t *tree) way() []int {
	way := t.wayTo(t.session.Leaf)
	for _, i := range way {
		m := &t.session.Messages[i]
		t.trod[m.Parent] = m.ID
	}
	return way
}

func (t *tree) wayTo(id string) []int {
	t.grow()
	var way []int
	for i, ok := t.at[id]; ok; {
		way = append(way, i)
		up, more := t.at[t.session.Messages[i].Parent]
		i, ok = up, more && up < i // a message stands behind its parent
	}
	slices.Reverse(way)
	return way
}

// Path is the messages from the root to the leaf.
func (t *tree) Path() []chat.Message {
	way := t.way()
	path := make([]chat.Message, len(way))
	for n, i := range way {
		path[n] = t.session.Messages[i]
	}
	return path
}

// Versions are those that stand in the place of a message, itself among them, in
// the order in which they came; nil when there is no other.
func (t *tree) Versions(m *chat.Message) []string {
	t.grow()
	if len(t.children[m.Parent]) < 2 {
		return nil
	}
	var found []string
	for _, id := range t.children[m.Parent] {
		if other := t.Message(id); other.Role == m.Role && (id == m.ID || !t.void(*other)) {
			found = append(found, id)
		}
	}
	return found
}

// void reports whether nothing is in a message worth going to: an answer that
// was stopped before anything of it came, or the question that got no other and
// went back to its writer.
func (t *tree) void(m chat.Message) bool {
	next := t.children[m.ID]
	if m.Role == chat.Assistant {
		return m.Stop.Reason == chat.StopUser && len(m.Parts) == 0 && len(next) == 0
	}
	return len(next) > 0 && !slices.ContainsFunc(next, func(id string) bool { return !t.void(*t.Message(id)) })
}

// Below follows a message down to a leaf: the way that was gone last, else what
// came last.
func (t *tree) Below(id string) string {
	t.grow()
	for {
		next := t.trod[id]
		for _, child := range t.children[id] {
			if t.trod[id] == "" && !t.void(*t.Message(child)) {
				next = child
			}
		}
		if next == "" {
			return id
		}
		id = next
	}
}
