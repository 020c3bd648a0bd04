package client

import (
	"encoding/json"
	"errors"
	"fmt"
)

// lenient is json.Unmarshal to which a field of another shape than expected is
// a field that isn't there. The error is errGarbage, wrapped.
func lenient(data []byte, v any) error {
	err := json.Unmarshal(data, v)
	if _, shape := errors.AsType[*json.UnmarshalTypeError](err); err == nil || shape {
		return nil
	}
	return fmt.Errorf("%w: %w", errGarbage, err)
}
