package answer

import (
	"context"
	"errors"
	"strings"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/cmd/backend"
	"neonchat/cmd/program"
)

// A Question is what to ask, and which model to ask.
type Question struct {
	Session *chat.Session // the session to continue; nil starts one
	Parts   []chat.Part
	Model   chat.Model
	Facts   catalog.Model
	Options chat.Options
}

// Fits returns an error if a prompt of length bytes is too long for the model.
func (q Question) Fits(length int64) error {
	return fits(q.Facts, q.Model.ID, length+int64(len(q.Options.System)))
}

// NewQuestion parses a target and returns a question for it, without parts.
func NewQuestion(m *backend.Models, name string) (t catalog.Target, q Question, err error) {
	q.Model, q.Facts, q.Options, err = m.Target(name)
	if err != nil {
		return t, q, err
	}
	t, err = catalog.ParseTarget(name)
	return t, q, err
}

// Parts joins the prompt, the input and the files. Without a prompt and an input it
// returns no parts. If the input is too long for a model with this limit, it returns the
// length and a TooMuchError.
func Parts(ctx context.Context, p *program.Program, prompt string, limit int) (parts []chat.Part, length int64, err error) {
	input, err := readInput(ctx, p, limit)
	var much TooMuchError
	if errors.As(err, &much) {
		return nil, much.bytes, err
	}
	if err != nil {
		return nil, 0, err
	}
	for _, path := range p.Flags.Files {
		f, err := ReadFile(path)
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
		return nil, 0, program.Usagef("say what to do with the file: neonchat -f FILE \"what is this?\"", "there is no prompt")
	}
	return nil, 0, nil
}
