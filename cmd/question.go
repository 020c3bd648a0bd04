package cmd

import (
	"context"
	"errors"
	"neonchat/catalog"
	"neonchat/chat"
	"strings"
)

// A question is what is asked and whom.
type question struct {
	session *chat.Session // that it goes on with; nil begins one
	parts   []chat.Part
	model   chat.Model
	facts   catalog.Model
	options chat.Options
}

// fits refuses a question of so many bytes when it is longer than the model
// takes.
func (q question) fits(length int64) error {
	return fits(q.facts, q.model.ID, length+int64(len(q.options.System)))
}

// newQuestion is a target by its name, and a question for it without its parts.
func newQuestion(m *models, name string) (t catalog.Target, q question, err error) {
	q.model, q.facts, q.options, err = m.target(name)
	if err != nil {
		return t, q, err
	}
	t, err = catalog.ParseTarget(name)
	return t, q, err
}

// parts puts the prompt, the input and the files together. Without a prompt and
// an input there are none. Of an input that no model with this limit takes it
// gives the length, and an errTooMuch.
func parts(ctx context.Context, p *program, prompt string, limit int) (parts []chat.Part, length int64, err error) {
	input, err := readInput(ctx, p, limit)
	var much errTooMuch
	if errors.As(err, &much) {
		return nil, much.bytes, err
	}
	if err != nil {
		return nil, 0, err
	}
	for _, path := range p.flags.files {
		f, err := readFile(path)
		if err != nil {
			return nil, 0, err
		}
		if f.MIME == "text/plain" {
			length += int64(len(f.Data))
		}
		parts = append(parts, f)
	}
	if text := join(prompt, input); strings.TrimSpace(text) != "" {
		return append(parts, chat.Text{Text: text}), length + int64(len(text)), nil
	}
	if len(parts) > 0 {
		return nil, 0, usagef("say what to do with the file: neonchat -f FILE \"what is this?\"", "there is no prompt")
	}
	return nil, 0, nil
}
