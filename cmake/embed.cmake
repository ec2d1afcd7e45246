# mss_embed(TARGET SYMBOL FILE): puts FILE's bytes into TARGET as the C symbols SYMBOL_begin and SYMBOL_end.
# The declaration in C++ is: extern "C" const char SYMBOL_begin[], SYMBOL_end[];
function(mss_embed target symbol file)
  set(assembly "${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S")
  file(WRITE "${assembly}.new"
    ".section .rodata\n.balign 16\n.global ${symbol}_begin\n.global ${symbol}_end\n"
    "${symbol}_begin:\n.incbin \"${file}\"\n${symbol}_end:\n.byte 0\n.section .note.GNU-stack,\"\",%progbits\n")
  file(COPY_FILE "${assembly}.new" "${assembly}" ONLY_IF_DIFFERENT)
  set_source_files_properties("${assembly}" PROPERTIES OBJECT_DEPENDS "${file}")
  target_sources(${target} PRIVATE "${assembly}")
endfunction()
