package archive

import (
	"cmp"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"neonchat/chat"
)

// A gptConversation is one of ChatGPT's data export: a tree of nodes, most of
// which are messages. The format is not written down anywhere and changes; what
// isn't known is passed over.
type gptConversation struct {
	ID             loose              `json:"id"`
	ConversationID loose              `json:"conversation_id"`
	Title          loose              `json:"title"`
	Created        seconds            `json:"create_time"`
	Updated        seconds            `json:"update_time"`
	Current        loose              `json:"current_node"`
	Mapping        map[string]gptNode `json:"mapping"`
}

type gptNode struct {
	Parent   loose       `json:"parent"`
	Children []loose     `json:"children"`
	Message  *gptMessage `json:"message"`
}

type gptMessage struct {
	Author struct {
		Role loose `json:"role"`
		Name loose `json:"name"`
	} `json:"author"`
	Created   seconds     `json:"create_time"`
	Content   gptContent  `json:"content"`
	Weight    *float64    `json:"weight"`
	Recipient loose       `json:"recipient"`
	Metadata  gptMetadata `json:"metadata"`
}

type gptContent struct {
	Type     loose             `json:"content_type"`
	Parts    []json.RawMessage `json:"parts"` // strings, and gptPieces
	Text     loose             `json:"text"`
	Language loose             `json:"language"`
	Thoughts []struct {
		Summary loose `json:"summary"`
		Content loose `json:"content"`
	} `json:"thoughts"`
}

type gptPiece struct {
	Type    loose `json:"content_type"`
	Pointer loose `json:"asset_pointer"`
	Text    loose `json:"text"`
}

type gptMetadata struct {
	Model      loose `json:"model_slug"`
	Hidden     bool  `json:"is_visually_hidden_from_conversation"`
	References []struct {
		Matched loose `json:"matched_text"`
		Alt     loose `json:"alt"`
	} `json:"content_references"`
	Attachments []struct {
		ID   loose `json:"id"`
		Name loose `json:"name"`
		MIME loose `json:"mime_type"`
	} `json:"attachments"`
	Finish struct {
		Type loose `json:"type"`
	} `json:"finish_details"`
}

// seconds since 1970; what is no number is no moment.
type seconds struct{ time.Time }

func (s *seconds) UnmarshalJSON(data []byte) error {
	var f float64
	if json.Unmarshal(data, &f) == nil && f > 0 && f < 7e9 {
		s.Time = time.UnixMicro(int64(f * 1e6)).UTC()
	}
	return nil
}

func readChatGPT(data []byte, a *attachments) (*chat.Session, error) {
	var c gptConversation
	misfit := json.Unmarshal(data, &c) // which leaves out no more than what doesn't fit
	id := cmp.Or(c.ConversationID, c.ID, c.Title+loose(c.Created.String()))
	s := &chat.Session{Head: chat.Head{
		ID: derived("chatgpt", string(id)), Title: oneLine(string(c.Title)),
		Created: c.Created.Time, Updated: cmp.Or(c.Updated, c.Created).Time,
	}}
	return planted(s, c.nodes(a), string(c.Current), misfit)
}

// nodes gives the nodes so that siblings stand in the order in which their
// parent names them.
func (c gptConversation) nodes(a *attachments) []node {
	order := map[string]int{}
	for _, id := range slices.Sorted(maps.Keys(c.Mapping)) {
		for i, child := range c.Mapping[id].Children {
			order[string(child)] = i
		}
	}
	ids := slices.SortedFunc(maps.Keys(c.Mapping), func(a, b string) int {
		return cmp.Or(cmp.Compare(order[a], order[b]), cmp.Compare(a, b))
	})
	var nodes []node
	for _, id := range ids {
		n := c.Mapping[id]
		nodes = append(nodes, n.Message.node(id, string(n.Parent), a))
	}
	return nodes
}

// node is what a message says. The instructions that a user doesn't see, and
// what tools read for the model alone, say nothing.
func (m *gptMessage) node(id, parent string, a *attachments) node {
	n := node{id: id, parent: parent}
	if m == nil || m.Metadata.Hidden || m.Weight != nil && *m.Weight == 0 {
		return n
	}
	n.at, n.model = m.Created.Time, string(m.Metadata.Model)
	n.stop = gptStop(string(m.Metadata.Finish.Type))
	switch m.Author.Role {
	case "user":
		n.role = chat.User
	case "assistant", "tool":
		n.role = chat.Assistant
	default:
		return n
	}
	n.parts = m.parts(a)
	return n
}

func gptStop(word string) chat.Stop {
	switch word {
	case "max_tokens":
		return chat.Stop{Reason: chat.StopLength, Raw: word}
	case "interrupted":
		return chat.Stop{Reason: chat.StopUser, Raw: word}
	}
	return chat.Stop{Reason: chat.StopEnd, Raw: word}
}

func (m *gptMessage) parts(a *attachments) []chat.Part {
	c := m.Content
	tool := m.Author.Role == "tool"
	switch c.Type {
	case "code": // what a model sends to a tool
		return saying(fenced(gptLanguage(c, m.Recipient), string(c.Text)), c.Text != "")
	case "execution_output":
		return saying(fenced("", string(c.Text)), c.Text != "")
	case "thoughts":
		return gptThoughts(c)
	case "multimodal_text":
	case "text":
		if tool {
			return nil
		}
		if m.Recipient != "" && m.Recipient != "all" {
			text := gptStrings(c)
			return saying(fenced("", text), text != "")
		}
	default:
		return nil
	}
	parts := m.files(a)
	for _, raw := range c.Parts {
		var piece gptPiece
		var text string
		if json.Unmarshal(raw, &text) != nil {
			if json.Unmarshal(raw, &piece) != nil {
				continue
			}
			text = string(piece.Text) // of what was spoken
		}
		if id := assetID(piece); id != "" && !m.attached(id) {
			parts = append(parts, a.part(id, "", ""))
		}
		if !tool {
			text = m.cited(text)
			parts = append(parts, saying(text, strings.TrimSpace(text) != "")...)
		}
	}
	return parts
}

func saying(text string, ok bool) []chat.Part {
	if !ok {
		return nil
	}
	return []chat.Part{chat.Text{Text: text}}
}

func gptStrings(c gptContent) string {
	var texts []string
	for _, raw := range c.Parts {
		var text string
		if json.Unmarshal(raw, &text) == nil && text != "" {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "\n")
}

func gptLanguage(c gptContent, recipient loose) string {
	word := cmp.Or(string(c.Language), string(recipient))
	if word == "unknown" || strings.ContainsFunc(word, func(r rune) bool { return r <= ' ' || r == '`' }) {
		return ""
	}
	return word
}

func gptThoughts(c gptContent) []chat.Part {
	var texts []string
	for _, t := range c.Thoughts {
		for _, text := range []loose{t.Summary, t.Content} {
			if text != "" {
				texts = append(texts, string(text))
			}
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return []chat.Part{chat.Reasoning{Text: strings.Join(texts, "\n\n")}}
}

func (m *gptMessage) files(a *attachments) []chat.Part {
	var parts []chat.Part
	for _, f := range m.Metadata.Attachments {
		parts = append(parts, a.part(string(f.ID), string(f.Name), string(f.MIME)))
	}
	return parts
}

func (m *gptMessage) attached(id string) bool {
	for _, f := range m.Metadata.Attachments {
		if string(f.ID) == id {
			return true
		}
	}
	return false
}

// assetID is the id of an image that is pointed to as file-service://file-AbC.
func assetID(p gptPiece) string {
	if p.Type != "image_asset_pointer" {
		return ""
	}
	_, id, _ := strings.Cut(string(p.Pointer), "://")
	id, _, _ = strings.Cut(id, "?")
	id, _, _ = strings.Cut(id, "#")
	return id
}

// mark is how ChatGPT writes a reference into a text, in characters for private
// use: they would show as boxes.
var mark = regexp.MustCompile(`[\x{e200}][^\x{e201}]*[\x{e201}]`)

// cited puts links where the text has marks of its sources.
func (m *gptMessage) cited(text string) string {
	for _, r := range m.Metadata.References {
		if strings.Contains(string(r.Matched), "\ue200") {
			text = strings.ReplaceAll(text, string(r.Matched), string(r.Alt))
		}
	}
	return mark.ReplaceAllString(text, "")
}
