package answer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"neonchat/chat"
	"neonchat/client"
	"neonchat/cmd/backend"
	"neonchat/cmd/words"
)

// Verdict checks whether the answer is complete and as requested. It returns an error if
// it falls short, so that a script can tell.
func Verdict(m *backend.Models, a chat.Answer, err error, o chat.Options, timeout time.Duration) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return Failure(fmt.Sprintf("the answer was not complete within %s", timeout), "give it more time with --timeout, or leave that out")
	}
	model := a.Origin.Model
	var refused *client.Error
	if errors.As(err, &refused) && refused.ExceedsContext() {
		return backend.Refused(err, m.RoomHint(model))
	}
	var limit *chat.LimitError
	if errors.As(err, &limit) {
		hint := "--max-steps lets it take more"
		if limit.Cost > 0 {
			hint = "--max-cost lets it cost more"
		}
		return Failure(err.Error(), hint)
	}
	if err != nil {
		return err
	}
	switch a.Stop.Reason {
	case chat.StopLength:
		if a.Stop.ContextFull() {
			return Failure("the answer was cut: with what came before it fills all that "+model+" can hold", m.RoomHint(model))
		}
		if o.MaxTokens > 0 {
			return Failure(fmt.Sprintf("the answer was cut at its limit of %s", words.Count(o.MaxTokens, "token")), "raise --max-tokens; reasoning counts too")
		}
		return Failure("the answer was cut: it reached the length that "+model+" writes", "set --max-tokens, or ask for less")
	case chat.StopRefusal:
		return Failure(model+" refused to answer"+because(a.Stop.Detail), "ask in other words, or another model")
	case chat.StopContentFilter:
		return Failure("the answer was blocked by a content filter"+because(a.Stop.Detail), "ask in other words, or another model")
	case chat.StopOther, chat.StopPause:
		return Failure(fmt.Sprintf("the answer is not complete: %s stopped for %q%s", model, a.Stop.Raw, because(a.Stop.Detail)), "try again, or another model")
	}
	if a.Empty {
		return Failure(model+" answered with nothing", "ask again, or another model")
	}
	return nil
}

func because(detail string) string {
	if detail == "" {
		return ""
	}
	return ": " + detail
}

// answerError reports an answer that arrived but falls short.
type answerError struct{ problem, hint string }

func (e *answerError) Error() string { return e.problem }
func (e *answerError) Hint() string  { return e.hint }

// Failure returns an error for an answer that falls short, with a hint what to do.
func Failure(problem, hint string) error { return &answerError{problem, hint} }
