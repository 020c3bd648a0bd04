package thread

import (
	"slices"

	"neonchat/chat"
)

// A tree indexes a session's messages, however many there are. Each message is
// indexed once, when it comes.
type tree struct {
	session  *chat.Session
	seen     int                 // how many messages are indexed
	at       map[string]int      // the index of a message in the session
	children map[string][]string // ids by the parent's id, in order of arrival; "" has the roots
	shown    map[string]string   // by a message's id: its child that was shown last
}

func newTree(s *chat.Session) *tree {
	return &tree{session: s, at: map[string]int{}, children: map[string][]string{}, shown: map[string]string{}}
}

// grow indexes the messages that have come since.
func (t *tree) grow() {
	for ; t.seen < len(t.session.Messages); t.seen++ {
		m := t.session.Messages[t.seen]
		t.at[m.ID] = t.seen
		t.children[m.Parent] = append(t.children[m.Parent], m.ID)
	}
}

// Message returns the message with an id, nil when there is none.
func (t *tree) Message(id string) *chat.Message {
	t.grow()
	i, ok := t.at[id]
	if !ok {
		return nil
	}
	return &t.session.Messages[i]
}

// path returns the indexes of the messages from the root to the leaf, and
// remembers them as shown last.
func (t *tree) path() []int {
	way := t.pathTo(t.session.Leaf)
	for _, i := range way {
		m := &t.session.Messages[i]
		t.shown[m.Parent] = m.ID
	}
	return way
}

// pathTo returns the indexes of the messages from the root to the message with
// an id.
func (t *tree) pathTo(id string) []int {
	t.grow()
	var way []int
	for i, ok := t.at[id]; ok; {
		way = append(way, i)
		up, more := t.at[t.session.Messages[i].Parent]
		i, ok = up, more && up < i // a message comes after its parent
	}
	slices.Reverse(way)
	return way
}

// Path returns the messages from the root to the leaf.
func (t *tree) Path() []chat.Message {
	way := t.path()
	path := make([]chat.Message, len(way))
	for n, i := range way {
		path[n] = t.session.Messages[i]
	}
	return path
}

// Versions returns the ids of the messages in the same place as m, m among them,
// in order of arrival; nil when there is no other.
func (t *tree) Versions(m *chat.Message) []string {
	t.grow()
	if len(t.children[m.Parent]) < 2 {
		return nil
	}
	var found []string
	for _, id := range t.children[m.Parent] {
		if other := t.Message(id); other.Role == m.Role && (id == m.ID || !t.empty(*other)) {
			found = append(found, id)
		}
	}
	return found
}

// empty reports whether a message isn't worth showing: an answer that was stopped
// before anything came, or a question that got no other answer and was taken
// back.
func (t *tree) empty(m chat.Message) bool {
	next := t.children[m.ID]
	if m.Role == chat.Assistant {
		return m.Stop.Reason == chat.StopUser && len(m.Parts) == 0 && len(next) == 0
	}
	return len(next) > 0 && !slices.ContainsFunc(next, func(id string) bool { return !t.empty(*t.Message(id)) })
}

// Below follows a message down to a leaf, by the children that were shown last
// or else came last.
func (t *tree) Below(id string) string {
	t.grow()
	for {
		next := t.shown[id]
		for _, child := range t.children[id] {
			if t.shown[id] == "" && !t.empty(*t.Message(child)) {
				next = child
			}
		}
		if next == "" {
			return id
		}
		id = next
	}
}
