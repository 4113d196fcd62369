#include "runner/parquet.hpp"

#include <zlib.h>

#include <bit>
#include <cstring>
#include <sstream>
#include <stdexcept>

#include "runner/json.hpp"
#include "runner/thrift_compact.hpp"

namespace trainsweep {
namespace {

constexpr std::string_view kMagic = "PAR1";
// Numbers of parquet.thrift.
namespace type { constexpr std::int32_t kFloat = 4, kDouble = 5, kByteArray = 6; }
namespace page { constexpr std::int32_t kData = 0, kDictionary = 2; }
namespace encoding { constexpr std::int32_t kPlain = 0, kRle = 3, kRleDictionary = 8; }
constexpr std::int32_t kVersion = 2, kRequired = 0, kUtf8 = 0, kGzip = 2;

template <class T>
void append(std::string& out, const T& value) {
  static_assert(std::endian::native == std::endian::little, "Parquet is little-endian");
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string gzip(std::string_view bytes) {
  constexpr int kLevel = 1, kGzipWindow = 15 + 16, kMemory = 8;
  z_stream stream{};
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib cannot begin");
  }
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("zlib cannot compress a page");
  return out;
}

std::string plain_list(const TableColumn& column) {
  std::string out;
  if (const auto* words = std::get_if<std::vector<std::string>>(&column.values)) {
    for (const std::string& word : *words) {
      append(out, static_cast<std::uint32_t>(word.size()));
      out += word;
    }
  } else {
    for (const double number : std::get<std::vector<double>>(column.values)) append(out, number);
  }
  return out;
}

std::size_t list_size(const TableColumn& column) {
  return std::visit([](const auto& list) -> std::size_t {
    if constexpr (std::is_same_v<std::decay_t<decltype(list)>, std::monostate>) return 0;
    else return list.size();
  }, column.values);
}

// Places in a list of `size`: a byte that says how many bits one takes, then one run of
// bit-packed groups of eight, or of equal places where there is but one.
std::string packed_places(const std::vector<std::uint32_t>& places, std::size_t size) {
  const auto width = static_cast<unsigned>(std::bit_width(size - 1));
  std::string out(1, static_cast<char>(width));
  const auto varint = [&](std::uint64_t value) {
    for (; value > 0x7F; value >>= 7) out += static_cast<char>(value | 0x80);
    out += static_cast<char>(value);
  };
  if (width == 0) {
    varint(places.size() << 1);
    return out;
  }
  const std::size_t groups = (places.size() + 7) / 8;
  varint(groups << 1 | 1);
  std::uint64_t bits = 0;
  unsigned held = 0;
  for (std::size_t i = 0; i < groups * 8; ++i) {
    bits |= std::uint64_t{i < places.size() ? places[i] : 0} << held;
    for (held += width; held >= 8; held -= 8, bits >>= 8) out += static_cast<char>(bits);
  }
  return out;
}

std::int32_t type_of(const TableColumn& column) {
  return !column.has_list()                                                 ? type::kFloat
         : std::holds_alternative<std::vector<std::string>>(column.values) ? type::kByteArray
                                                                            : type::kDouble;
}

}  // namespace

ParquetWriter::ParquetWriter(std::ostream& out, std::vector<TableColumn> columns, KeyValues metadata)
    : out_(out), columns_(std::move(columns)), metadata_(std::move(metadata)) {
  std::ostringstream units;
  Json json(units);
  json.open('{', Json::Layout::line);
  for (const TableColumn& column : columns_) {
    if (!column.unit.empty()) json.key(column.name).value(std::string_view(column.unit));
  }
  json.close('}');
  metadata_.emplace_back("units", units.str());
  put(kMagic);
}

void ParquetWriter::put(std::string_view bytes) {
  out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  written_ += bytes.size();
}

void ParquetWriter::write(const RowBlock& block) {
  if (block.rows == 0) return;
  Group group{.rows = block.rows, .chunks = {}};
  for (std::size_t c = 0; c < columns_.size(); ++c) group.chunks.push_back(write_chunk(columns_[c], block.columns[c], block.rows));
  groups_.push_back(std::move(group));
}

ParquetWriter::Chunk ParquetWriter::write_chunk(const TableColumn& column, const BlockCells& cells, std::size_t rows) {
  if (!column.has_list()) {
    const std::string_view raw(reinterpret_cast<const char*>(cells.numbers.data()), rows * sizeof(float));
    return {{}, write_page(page::kData, rows, encoding::kPlain, raw)};
  }
  const Page dictionary = write_page(page::kDictionary, list_size(column), encoding::kPlain, plain_list(column));
  return {dictionary, write_page(page::kData, rows, encoding::kRleDictionary, packed_places(cells.places, list_size(column)))};
}

// PageHeader: 1 type, 2 and 3 sizes, 5 data header, 7 dictionary header.
ParquetWriter::Page ParquetWriter::write_page(std::int32_t type, std::size_t values, std::int32_t encoding, std::string_view body) {
  const std::string packed = gzip(body);
  const auto count = static_cast<std::int32_t>(values);
  ThriftCompact header;
  header.i32(1, type).i32(2, static_cast<std::int32_t>(body.size())).i32(3, static_cast<std::int32_t>(packed.size()));
  if (type == page::kDictionary) {
    header.begin(7).i32(1, count).i32(2, encoding).end();
  } else {  // levels take no bytes where all is required
    header.begin(5).i32(1, count).i32(2, encoding).i32(3, encoding::kRle).i32(4, encoding::kRle).end();
  }
  header.end();
  const Page out{written_, header.bytes().size() + packed.size(), header.bytes().size() + body.size()};
  put(header.bytes());
  put(packed);
  return out;
}

// FileMetaData: 1 version, 2 schema, 3 rows, 4 row groups, 5 key-values, 6 created by.
std::string ParquetWriter::footer() const {
  using Kind = ThriftCompact::Kind;
  std::uint64_t rows = 0;
  for (const Group& group : groups_) rows += group.rows;
  ThriftCompact t;
  t.i32(1, kVersion).list(2, Kind::structure, columns_.size() + 1);
  t.element().text(4, "schema").i32(5, static_cast<std::int32_t>(columns_.size())).end();
  for (const TableColumn& column : columns_) {  // SchemaElement: 1 type, 3 repetition, 4 name, 6 and 10 its meaning
    t.element().i32(1, type_of(column)).i32(3, kRequired).text(4, column.name);
    if (type_of(column) == type::kByteArray) t.i32(6, kUtf8).begin(10).begin(1).end().end();
    t.end();
  }
  t.i64(3, rows).list(4, Kind::structure, groups_.size());
  for (const Group& group : groups_) {  // RowGroup: 1 columns, 2 bytes before compression, 3 rows
    std::uint64_t bytes = 0;
    t.element().list(1, Kind::structure, columns_.size());
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const TableColumn& column = columns_[c];
      const auto& [dictionary, data] = group.chunks[c];
      bytes += dictionary.raw_bytes + data.raw_bytes;
      // ColumnChunk: 2 where it was said to be, 3 ColumnMetaData.
      t.element().i64(2, column.has_list() ? dictionary.offset : data.offset).begin(3).i32(1, type_of(column));
      t.list(2, Kind::i32, column.has_list() ? 2 : 1).i32(encoding::kPlain);
      if (column.has_list()) t.i32(encoding::kRleDictionary);
      t.list(3, Kind::text, 1).text(column.name).i32(4, kGzip).i64(5, group.rows);
      t.i64(6, dictionary.raw_bytes + data.raw_bytes).i64(7, dictionary.bytes + data.bytes).i64(9, data.offset);
      if (column.has_list()) t.i64(11, dictionary.offset);
      t.end().end();
    }
    t.i64(2, bytes).i64(3, group.rows).end();
  }
  t.list(5, Kind::structure, metadata_.size());
  for (const auto& [key, value] : metadata_) t.element().text(1, key).text(2, value).end();
  t.text(6, "trainsweep").end();
  return t.bytes();
}

void ParquetWriter::finish() {
  const std::string metadata = footer();
  put(metadata);
  std::string length;
  append(length, static_cast<std::uint32_t>(metadata.size()));
  put(length);
  put(kMagic);
  out_.flush();
}

}  // namespace trainsweep
