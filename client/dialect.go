package client

import (
	"errors"
	"fmt"

	"neonchat/chat"
)

// A dialect is one of the gateway's four request bodies with its event grammar.
// It knows nothing of hosts, tokens and retries.
type dialect interface {
	// encode gives the route below /ai-gateway/ and the body that is sent there
	// as JSON. It is pure. The request's messages have been through convert:
	// turns alternate and begin with the user, every tool call has its result,
	// and what only another origin understands is gone. Notices tell the user
	// what was left out or changed.
	encode(r chat.Request) (route string, body any, notices []string)

	// additions are the parameters that encode sends of its own accord. A 400
	// that names one is answered by sending the request once more without.
	additions() []addition

	// decoder reads one answer.
	decoder() decoder
}

// An addition is a parameter which nobody asked for. Path leads to it through
// the body's objects; words are what a refusal calls it.
type addition struct {
	path  []string
	words []string
}

// A decoder turns the frames of one answer into events.
//
// It emits deltas as they come, Started at most once and first, PartDone when
// a part is whole, and leaves Stopped to finish. The slice it returns is good
// until the next call. It must take anything: an unknown event, field or type
// is passed over, and a field of an unexpected shape never fails the rest.
type decoder interface {
	// decode reads the next frame. The error is errDone once the stream has said
	// its last word, a *Error when the frame carries one, and errGarbage (wrapped)
	// when the frame is no JSON. Events that come with an error count.
	decode(f frame) ([]chat.Event, error)

	// whole reads an answer that came as one JSON document, not as a stream, as
	// servers send it that ignore "stream".
	whole(body []byte) ([]chat.Event, error)

	// finish closes what is open, tool calls that were still growing included,
	// and says why the answer stopped: StopIncomplete when the stream ended
	// without its terminal signal. It is called once, last.
	finish() []chat.Event
}

// A frame is one server-sent event: its data, and its name if it has one.
type frame struct {
	data string
	name string
}

var (
	errDone    = errors.New("the stream has said its last word")
	errGarbage = errors.New("not JSON")
)

func dialectNamed(name string) (dialect, error) {
	switch name {
	case chat.MLflow:
		return mlflow{}, nil
	case chat.OpenAI:
		return openai{}, nil
	case chat.Anthropic:
		return anthropic{}, nil
	case chat.Gemini:
		return gemini{}, nil
	}
	return nil, fmt.Errorf("unknown dialect %q", name)
}
