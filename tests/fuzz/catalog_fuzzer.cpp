// Any bytes as a file of the catalogue: records or messages.
#include "tests/fuzz/fuzz.hpp"

using namespace trainsweep;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static_cast<void>(fuzz::write_file("catalog.toml", fuzz::text_of(data, size)));
  const auto store = read_catalog(fuzz::folder(), training_schema());
  if (!store) fuzz::require_clean(store.diagnostics().render());
  return 0;
}
