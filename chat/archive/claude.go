package archive

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"neonchat/chat"
)

// A claudeConversation is a conversation of Claude's data export. Messages are in the
// order they were added. Newer exports name each message's parent; otherwise it is the
// previous message.
type claudeConversation struct {
	ID       loose           `json:"uuid"`
	Name     loose           `json:"name"`
	Model    loose           `json:"model"`
	Created  loose           `json:"created_at"`
	Updated  loose           `json:"updated_at"`
	Leaf     loose           `json:"current_leaf_message_uuid"`
	Messages []claudeMessage `json:"chat_messages"`
}

type claudeMessage struct {
	ID          loose         `json:"uuid"`
	Parent      loose         `json:"parent_message_uuid"`
	Sender      loose         `json:"sender"` // human or assistant
	Model       loose         `json:"model"`
	Created     loose         `json:"created_at"`
	Text        loose         `json:"text"`
	Content     []claudeBlock `json:"content"`
	Attachments []struct {
		Name      loose `json:"file_name"`
		Extracted loose `json:"extracted_content"`
	} `json:"attachments"`
	Files []struct {
		ID   loose `json:"file_uuid"`
		Name loose `json:"file_name"`
	} `json:"files"`
}

type claudeBlock struct {
	Type     loose `json:"type"`
	Text     loose `json:"text"`
	Thinking loose `json:"thinking"`
	Summary  []struct {
		Summary loose `json:"summary"`
	} `json:"summaries"` // of a thought that isn't shown
	Name    loose           `json:"name"`
	Input   json.RawMessage `json:"input"`
	Content json.RawMessage `json:"content"`
}

func readClaude(data []byte, a *attachments) (*chat.Session, error) {
	var c claudeConversation
	misfit := json.Unmarshal(data, &c) // only the fields that don't fit are left out
	created := moment(c.Created)
	s := &chat.Session{Head: chat.Head{
		ID:    derived("claude", string(cmp.Or(c.ID, c.Name+c.Created))),
		Title: oneLine(string(c.Name)), Created: created, Updated: moment(cmp.Or(c.Updated, c.Created)),
	}}
	nodes := c.nodes(a)
	leaf := string(c.Leaf)
	if leaf == "" && len(nodes) > 0 {
		leaf = nodes[len(nodes)-1].id
	}
	return planted(s, nodes, leaf, misfit)
}

func (c claudeConversation) nodes(a *attachments) []node {
	there := map[loose]bool{}
	for _, m := range c.Messages {
		there[m.ID] = true
	}
	var nodes []node
	before := ""
	for i, m := range c.Messages {
		n := node{id: cmp.Or(string(m.ID), strconv.Itoa(i)), parent: before, at: moment(m.Created)}
		if m.Parent != "" && (there[m.Parent] || m.Parent == c.Messages[0].Parent) { // the first message's parent is not a message
			n.parent = string(m.Parent)
		}
		switch m.Sender {
		case "human":
			n.role = chat.User
		case "assistant":
			n.role, n.model, n.stop = chat.Assistant, string(cmp.Or(m.Model, c.Model)), chat.Stop{Reason: chat.StopEnd}
		}
		if n.role != "" {
			n.parts = m.parts(a)
		}
		nodes = append(nodes, n)
		before = n.id
	}
	return nodes
}

func (m claudeMessage) parts(a *attachments) []chat.Part {
	var parts []chat.Part
	for _, f := range m.Attachments {
		parts = append(parts, chat.File{Name: string(f.Name), MIME: "text/plain", Data: []byte(f.Extracted)})
	}
	for _, f := range m.Files {
		parts = append(parts, a.part(string(cmp.Or(f.ID, f.Name)), string(f.Name), ""))
	}
	spoken := false
	for _, b := range m.Content {
		said := b.parts()
		parts = append(parts, said...)
		spoken = spoken || len(said) > 0 && b.Type != "thinking"
	}
	if !spoken {
		parts = append(parts, saying(string(m.Text), strings.TrimSpace(string(m.Text)) != "")...)
	}
	return parts
}

func (b claudeBlock) parts() []chat.Part {
	switch b.Type {
	case "text":
		return saying(string(b.Text), strings.TrimSpace(string(b.Text)) != "")
	case "thinking":
		thought := string(b.Thinking)
		for i := 0; b.Thinking == "" && i < len(b.Summary); i++ {
			thought = strings.TrimLeft(thought+"\n\n"+string(b.Summary[i].Summary), "\n")
		}
		if thought != "" {
			return []chat.Part{chat.Reasoning{Text: thought}}
		}
	case "tool_use":
		return b.use()
	case "tool_result":
		if !strings.HasPrefix(string(b.Name), "web_") { // skips web pages, which are long and not Claude's own text
			text := b.result()
			return saying(fenced("", text), text != "")
		}
	}
	return nil
}

// use shows how Claude used a tool. An artifact is a text that it wrote for the user.
func (b claudeBlock) use() []chat.Part {
	var made struct {
		Title    loose `json:"title"`
		Language loose `json:"language"`
		Content  loose `json:"content"`
		Code     loose `json:"code"`
	}
	json.Unmarshal(b.Input, &made)
	if text := cmp.Or(made.Content, made.Code); text != "" {
		block := fenced(gptLanguage(gptContent{Language: made.Language}, ""), string(text))
		if title := oneLine(string(made.Title)); title != "" {
			block = "**" + title + "**\n\n" + block
		}
		return saying(block, true)
	}
	var call bytes.Buffer
	if json.Indent(&call, b.Input, "", "  ") != nil || call.String() == "{}" {
		return nil
	}
	return saying(fenced("json", call.String()), true)
}

func (b claudeBlock) result() string {
	var text string
	if json.Unmarshal(b.Content, &text) == nil {
		return text
	}
	var blocks []claudeBlock
	if json.Unmarshal(b.Content, &blocks) != nil {
		return ""
	}
	var texts []string
	for _, b := range blocks {
		if b.Text != "" {
			texts = append(texts, string(b.Text))
		}
	}
	return strings.Join(texts, "\n")
}

// moment parses an RFC 3339 text. It returns the zero time for anything else.
func moment(text loose) time.Time {
	t, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return time.Time{}
	}
	return sane(t)
}
