package archive

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"neonchat/chat"
)

// A gptConversation is a conversation of ChatGPT's data export: a tree of nodes, most of
// which are messages. The format is undocumented and changes; unknown data is skipped.
type gptConversation struct {
	ID             loose              `json:"id"`
	ConversationID loose              `json:"conversation_id"`
	Title          loose              `json:"title"`
	Model          loose              `json:"default_model_slug"`
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
		Summary loose   `json:"summary"`
		Content loose   `json:"content"`
		Chunks  []loose `json:"chunks"` // the content, if content itself is empty
	} `json:"thoughts"`
}

type gptPiece struct {
	Type    loose `json:"content_type"`
	Pointer loose `json:"asset_pointer"`
	Text    loose `json:"text"`
}

type gptMetadata struct {
	Model      loose          `json:"model_slug"`
	Hidden     bool           `json:"is_visually_hidden_from_conversation"`
	Resolved   loose          `json:"resolved_model_slug"`
	References []gptReference `json:"content_references"`
	Citations  []struct {     // in older exports
		Start    int       `json:"start_ix"` // in characters
		End      int       `json:"end_ix"`
		Metadata gptSource `json:"metadata"`
	} `json:"citations"`
	Attachments []struct {
		ID   loose `json:"id"`
		Name loose `json:"name"`
		MIME loose `json:"mime_type"`
	} `json:"attachments"`
	Finish struct {
		Type loose `json:"type"`
	} `json:"finish_details"`
}

// A gptReference says what a mark in the text stands for.
type gptReference struct {
	gptSource
	Matched loose       `json:"matched_text"`
	Alt     loose       `json:"alt"` // the reference in Markdown
	Items   []gptSource `json:"items"`
	Safe    []loose     `json:"safe_urls"`
}

type gptSource struct {
	URL   loose `json:"url"`
	Title loose `json:"title"`
	Name  loose `json:"name"` // the name of a file
}

// seconds is a time in seconds since 1970. Anything but a number gives the zero time.
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
	misfit := json.Unmarshal(data, &c) // only the fields that don't fit are left out
	id := cmp.Or(c.ConversationID, c.ID, c.Title+loose(c.Created.String()))
	s := &chat.Session{Head: chat.Head{
		ID: derived("chatgpt", string(id)), Title: oneLine(string(c.Title)),
		Created: c.Created.Time, Updated: cmp.Or(c.Updated, c.Created).Time,
	}}
	return planted(s, c.nodes(a), string(c.Current), misfit)
}

// nodes returns the nodes, with siblings in the order in which their parent lists them.
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
		one := n.Message.node(id, string(n.Parent), a)
		if one.model == "" && one.role == chat.Assistant && n.Message.Author.Role == "assistant" {
			one.model = string(c.Model)
		}
		nodes = append(nodes, one)
	}
	return nodes
}

// node converts a message to a node. Hidden instructions and what tools read for the
// model alone give a node without parts.
func (m *gptMessage) node(id, parent string, a *attachments) node {
	n := node{id: id, parent: parent}
	if m == nil || m.Content.Type != "thoughts" && (m.Metadata.Hidden || m.Weight != nil && *m.Weight == 0) {
		return n
	}
	n.at, n.model = m.Created.Time, string(cmp.Or(m.Metadata.Model, m.Metadata.Resolved))
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
	case "code": // the input of a tool
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
			text = string(piece.Text) // the transcript of speech
		}
		if id := assetID(piece); id != "" && !m.attached(id) {
			parts = append(parts, a.part(id, "", ""))
		}
		if !tool {
			text = m.cited(text, len(c.Parts) == 1)
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
		said := append([]loose{t.Summary}, t.Content)
		if t.Content == "" {
			said = append(said, t.Chunks...)
		}
		for _, text := range said {
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

// assetID returns the id of an image from a pointer such as file-service://file-AbC.
func assetID(p gptPiece) string {
	if p.Type != "image_asset_pointer" {
		return ""
	}
	_, id, _ := strings.Cut(string(p.Pointer), "://")
	id, _, _ = strings.Cut(id, "?")
	id, _, _ = strings.Cut(id, "#")
	return id
}

// mark matches a reference in ChatGPT's text. It is written in private-use characters,
// which would show as boxes, or in unusual brackets.
var mark = regexp.MustCompile(`[\x{e200}][^\x{e201}]*[\x{e201}]|【[^】]*†[^】]*】`)

// cited replaces the source marks in a text with links. Older exports give the marks'
// positions, which are valid only if the text is whole.
func (m *gptMessage) cited(text string, whole bool) string {
	for _, r := range m.Metadata.References {
		if mark.MatchString(string(r.Matched)) {
			text = strings.ReplaceAll(text, string(r.Matched), r.link())
		}
	}
	if runes := []rune(text); whole {
		for _, c := range slices.Backward(m.Metadata.Citations) {
			if 0 <= c.Start && c.Start < c.End && c.End <= len(runes) && mark.MatchString(string(runes[c.Start:c.End])) {
				runes = slices.Concat(runes[:c.Start:c.Start], []rune(linked(c.Metadata)), runes[c.End:])
			}
		}
		text = string(runes)
	}
	return mark.ReplaceAllString(text, "")
}

// link returns a reference as Markdown. If the reference has no text of its own, its
// sources are linked.
func (r gptReference) link() string {
	if r.Alt != "" {
		return string(r.Alt)
	}
	sources := append(slices.Clone(r.Items), r.gptSource)
	for _, url := range r.Safe {
		sources = append(sources, gptSource{URL: url})
	}
	return linked(sources...)
}

// linked returns links to the sources, each one once.
func linked(sources ...gptSource) string {
	var links []string
	seen := map[loose]bool{}
	for _, s := range sources {
		address, err := url.Parse(string(s.URL))
		web := err == nil && address.Host != "" && !strings.ContainsAny(string(s.URL), " <>()\n")
		name := strings.NewReplacer("[", "(", "]", ")").Replace(oneLine(string(cmp.Or(s.Title, s.Name))))
		switch {
		case web && !seen[s.URL]:
			links = append(links, "["+cmp.Or(name, address.Host)+"]("+string(s.URL)+")")
		case !web && name != "":
			links = append(links, name)
		}
		seen[s.URL] = true
	}
	if len(links) == 0 {
		return ""
	}
	return " (" + strings.Join(links, ", ") + ")"
}
