// A trial: whether something that may crash or never end does neither, found out in a
// process of its own.
//
// HDF5 may do both on a file whose structures are damaged. Where a seal (seal.hpp) does
// not vouch for a file it is opened in a trial first.
#pragma once

#include <functional>

namespace trainsweep {

// Runs `body` in a copy of this process, with half a second of processor time and no output. True
// where it came to its end there, be it by an exception.
[[nodiscard]] bool survives(const std::function<void()>& body);

}  // namespace trainsweep
