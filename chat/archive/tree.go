package archive

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"neonchat/chat"
)

// ErrEmpty reports that a conversation has nothing to keep.
var ErrEmpty = errors.New("nothing was said in it")

// A node is a message of an imported conversation. A node without parts, such as a system
// message or the root, only connects others.
type node struct {
	id, parent string
	role       chat.Role
	parts      []chat.Part
	at         time.Time
	model      string
	stop       chat.Stop
}

// A planter builds a session from nodes. It merges consecutive nodes of the same role
// into one message, so that questions and answers alternate.
type planter struct {
	session *chat.Session
	nodes   map[string]node
	kids    map[string][]string
	roots   []string

	last map[string]string // the last node so far of each node's message
	done map[string]bool   // ids of the messages already added
}

// planted fills a session that has a head with nodes. Siblings keep the order of nodes.
// leaf is the node where the conversation ends. misfit is a problem found while decoding,
// which matters only if nothing is left.
func planted(s *chat.Session, nodes []node, leaf string, misfit error) (*chat.Session, error) {
	p := &planter{
		session: s, nodes: map[string]node{}, kids: map[string][]string{},
		last: map[string]string{}, done: map[string]bool{},
	}
	for _, n := range nodes {
		p.nodes[n.id] = n
	}
	for _, n := range nodes {
		if _, there := p.nodes[n.parent]; there && n.parent != n.id {
			p.kids[n.parent] = append(p.kids[n.parent], n.id)
		} else {
			p.roots = append(p.roots, n.id)
		}
	}
	p.grow()
	if len(s.Messages) == 0 {
		return nil, cmp.Or(misfit, ErrEmpty)
	}
	s.Leaf = p.leaf(leaf)
	if s.Title == "" {
		s.Title = titleOf(s.Path())
	}
	return s, nil
}

// titleOf makes a title from what was said first, ignoring our own placeholders.
func titleOf(path []chat.Message) string {
	for _, m := range path {
		var said []chat.Part
		for _, p := range m.Parts {
			if t, ok := p.(chat.Text); ok {
				p = chat.Text{Text: placeholder.ReplaceAllString(t.Text, "")}
			}
			said = append(said, p)
		}
		if title := chat.Title(chat.Message{Parts: said}); title != "" {
			return title
		}
	}
	return ""
}

// placeholder matches the text that replaces a missing file or question.
var placeholder = regexp.MustCompile(`(?m)^(?:\[file .*: (?:not in the export|can't be read|[\w.+-]+/[\w.+-]+)\]|\(no question\))$`)

// A sprout is a message that may still grow. The zero sprout has no content.
type sprout struct {
	message chat.Message
	last    string // its last node
}

// grow walks the tree from the roots. It leaves out nodes that no root leads to.
func (p *planter) grow() {
	type step struct {
		node string
		sprout
	}
	var steps []step
	ahead := func(s sprout, nodes []string) {
		if len(nodes) > 1 { // branches must not overwrite each other's parts
			s.message.Parts = slices.Clip(s.message.Parts)
		}
		for _, n := range slices.Backward(nodes) {
			steps = append(steps, step{n, s})
		}
	}
	seen := map[string]bool{}
	for ahead(sprout{}, p.roots); len(steps) > 0; {
		at := steps[len(steps)-1]
		steps = steps[:len(steps)-1]
		if seen[at.node] {
			continue
		}
		seen[at.node] = true
		s := p.extend(at.sprout, p.nodes[at.node])
		p.last[at.node] = s.last
		if len(p.kids[at.node]) == 0 {
			p.finish(s)
		}
		ahead(s, p.kids[at.node])
	}
}

// extend adds a node's content to the current message, or starts the next.
func (p *planter) extend(s sprout, n node) sprout {
	switch {
	case len(n.parts) == 0:
		return s
	case n.role != s.message.Role:
		parent := p.finish(s)
		s = sprout{message: chat.Message{Parent: parent, Role: n.role, Timing: chat.Timing{Started: n.at}}}
	}
	s.last = n.id
	s.message.Parts = append(s.message.Parts, n.parts...)
	if n.role == chat.Assistant {
		s.message.Stop = n.stop
		if n.model != "" {
			s.message.Origin.Model = n.model
		}
	}
	return s
}

// finish adds a message once, and returns its id.
func (p *planter) finish(s sprout) string {
	m := s.message
	if m.Role == "" {
		return ""
	}
	m.ID = derived(p.session.ID, s.last)
	if p.done[m.ID] {
		return m.ID
	}
	p.done[m.ID] = true
	if m.Role == chat.Assistant && m.Parent == "" {
		m.Parent = p.missing(m)
	}
	m.Parts = joined(m.Parts)
	p.session.Messages = append(p.session.Messages, m)
	return m.ID
}

// missing adds a placeholder question before an answer that has none.
func (p *planter) missing(answer chat.Message) string {
	q := chat.Message{
		ID: derived(answer.ID, "question"), Role: chat.User, Timing: answer.Timing,
		Parts: []chat.Part{chat.Text{Text: "(no question)"}},
	}
	p.session.Messages = append(p.session.Messages, q)
	return q.ID
}

// leaf returns the message that a node is in or leads to, or else the newest message.
func (p *planter) leaf(node string) string {
	for range p.nodes { // stops at a cycle
		if id := derived(p.session.ID, p.last[node]); p.done[id] {
			return id
		}
		kids := p.kids[node]
		if len(kids) == 0 {
			break
		}
		node = kids[len(kids)-1]
	}
	return p.session.Messages[len(p.session.Messages)-1].ID
}

// joined merges adjacent text parts into one.
func joined(parts []chat.Part) []chat.Part {
	var list []chat.Part
	var texts []string
	flush := func() {
		if len(texts) > 0 {
			list = append(list, chat.Text{Text: strings.Join(texts, "\n\n")})
		}
		texts = nil
	}
	for _, p := range parts {
		if t, ok := p.(chat.Text); ok {
			texts = append(texts, t.Text)
			continue
		}
		flush()
		list = append(list, p)
	}
	flush()
	return list
}

// derived returns an id for something with a foreign id. It is the same on every import.
func derived(in, id string) string {
	space := uuid.NewSHA1(uuid.NameSpaceURL, []byte("neonchat:"+in))
	return uuid.NewSHA1(space, []byte(id)).String()
}
