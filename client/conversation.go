package client

import "neonchat/chat"

// Conversation gives messages as a dialect's body carries them, ready for JSON:
// for whoever takes a conversation elsewhere. Those of mlflow are OpenAI's chat
// completions. What a vendor sealed is among them for the model that last
// answered in the dialect; chat completions have no place for it.
func Conversation(messages []chat.Message, dialect string) (any, error) {
	d, err := dialectNamed(dialect)
	if err != nil {
		return nil, err
	}
	r := chat.Request{Model: chat.Model{ID: lastModel(messages, dialect), Dialect: dialect}}
	r.Effort = "low" // thoughts go only to a model that is asked to think
	r.Messages, _ = convert(chat.Request{Model: r.Model, Messages: messages}, dialect, dialect == chat.MLflow)
	_, body, _ := d.encode(r)
	switch b := body.(type) {
	case mlflowRequest:
		return orNone(b.Messages), nil
	case openaiRequest:
		return orNone(b.Input), nil
	case anthropicRequest:
		return orNone(b.Messages), nil
	default:
		return orNone(body.(geminiRequest).Contents), nil
	}
}

// Unsealed gives messages such as any model of any vendor could be sent: sides
// alternate, every call has its result, and nothing is in there that only its
// origin understands.
func Unsealed(messages []chat.Message) []chat.Message {
	plain, _ := convert(chat.Request{Messages: messages}, "", true)
	return plain
}

// lastModel is the model of the last answer in a dialect, or "".
func lastModel(messages []chat.Message, dialect string) string {
	model := ""
	for _, m := range messages {
		if m.Role == chat.Assistant && m.Origin.Dialect == dialect {
			model = m.Origin.Model
		}
	}
	return model
}

// orNone is a list that JSON shows as one, though it be empty.
func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
