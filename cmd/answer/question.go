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

// A Question is what is asked and whom.
type Question struct {
	Session *chat.Session // that it goes on with; nil begins one
	Parts   []chat.Part
	Model   chat.Model
	Facts   catalog.Model
	Options chat.Options
}

// Fits refuses a question of so many bytes when it is longer than the model
// takes.
func (q Question) Fits(length int64) error {
	return fits(q.Facts, q.Model.ID, length+int64(len(q.Options.System)))
}

// NewQuestion is a target by its name, and a question for it without its parts.
func NewQuestion(m *backend.Models, name string) (t catalog.Target, q Question, err error) {
	q.Model, q.Facts, q.Options, err = m.Target(name)
	if err != nil {
		return t, q, err
	}
	t, err = catalog.ParseTarget(name)
	return t, q, err
}

// Parts puts the prompt, the input and the files together. Without a prompt and
// an input there are none. Of an input that no model with this limit takes it
// gives the length, and an errTooMuch.
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
